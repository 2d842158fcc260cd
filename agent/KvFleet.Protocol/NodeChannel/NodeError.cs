namespace KvFleet.Protocol.NodeChannel;

/// <summary>It failed, and nothing of it remains.</summary>
/// <param name="Id">Number of the request.</param>
/// <param name="Errno">The error number, 0 when no system call failed.</param>
/// <param name="Call">The call that failed, by its C name, or a word for another failure.</param>
/// <param name="Message">What happened and what to do about it.</param>
public sealed record NodeError(long Id, int Errno, string Call, string Message) : NodeAnswer(Id)
{
    internal override string? FindFault() => Checks.Name("call", Call) ?? Checks.Text("message", Message);
}
