namespace KvFleet.Protocol.Volume;

/// <summary>Holder to agent: an operation failed and was undone: the extents it names are gone, their memory is given back.</summary>
/// <param name="Operation">What failed.</param>
/// <param name="Ids">The extents that are gone; those of the operation that are not named were not touched.</param>
/// <param name="Errno">The error number, 0 when the failure was not a system call's.</param>
/// <param name="Message">What happened and what to do about it.</param>
public sealed record Failed(HolderOperation Operation, IReadOnlyList<string> Ids, int Errno, string Message) : VolumeMessage
{
    internal override string? FindFault() => Checks.Ids(Ids) ?? Checks.Text("message", Message);
}
