namespace Fanout.Local.Aws;

/// <summary>The way into the account, for what runs in it and calls its services.</summary>
public interface IDoor
{
    /// <summary>Where requests go.</summary>
    Uri Endpoint { get; }

    /// <summary>Makes a caller known and returns its credentials.</summary>
    AwsCredentials Register(Caller caller);
}
