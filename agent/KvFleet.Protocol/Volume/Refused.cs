namespace KvFleet.Protocol.Volume;

/// <summary>Agent to client: no, and the connection ends.</summary>
/// <param name="Reason">CamelCase word, one of <see cref="RefusalReasons"/>.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
public sealed record Refused(string Reason, string Message) : VolumeMessage
{
    internal override string? FindFault() => Checks.Name("reason", Reason) ?? Checks.Text("message", Message);
}
