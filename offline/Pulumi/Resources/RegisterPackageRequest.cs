namespace Pulumi;

/// <summary>
/// Names a parameterized package. There is none here; the type is, so that a call that two constructors of the
/// published package would fit does not compile here either.
/// </summary>
public sealed class RegisterPackageRequest
{
    private RegisterPackageRequest()
    {
    }
}
