namespace KvFleet.Kubernetes.Models;

/// <summary>A command in the container.</summary>
public sealed class V1ExecAction
{
    /// <summary>The command, without a shell.</summary>
    public IList<string>? Command { get; set; }
}
