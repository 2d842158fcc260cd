using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Client;

/// <summary>
/// Logs what the API server warns of: versions that will be removed, unknown fields, what admission webhooks say. Each warning once, as a controller sends the
/// same request for weeks.
/// </summary>
internal sealed partial class WarningLog(ILogger logger)
{
    // Names of objects stand in some warnings; a bound keeps those from growing for ever.
    private const int MaxKnown = 1000;
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    public void Write(KubernetesRequest request, HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Warning", out _))
            return;
        foreach (var warning in response.Headers.Warning)
        {
            // 299 is the one code that the API server uses. The text is a quoted string; .NET has checked that.
            if (warning.Code != 299 || _known.Count >= MaxKnown)
                continue;
            var text = warning.Text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).ReplaceLineEndings(" ");
            if (_known.TryAdd(text, true))
                LogWarning(request, text);
        }
    }

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning, Message = "The API server warns about {Request}: {Warning}")]
    private partial void LogWarning(KubernetesRequest request, string warning);
}
