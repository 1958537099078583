namespace Fanout.Local.StepFunctions.DistributedMaps;

/// <summary>The items of a distributed Map cannot be read; the message is the cause that the Map Run reports.</summary>
internal sealed class ItemReaderException(string cause, Exception? inner = null) : Exception(cause, inner);
