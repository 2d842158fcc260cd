using System.Text;

namespace KvFleet.Agent.Standalone;

/// <summary>Lets the holder's own log lines appear in the agent's log.</summary>
internal sealed class LoggerWriter(ILogger logger) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void WriteLine(string? value) => logger.LocalHolderSays(value);
}
