using System.Text;

namespace KvFleet.Kubernetes.Health;

/// <summary>The outcome of all checks of a scope, as text in the style of the API server's own <c>/readyz?verbose</c>.</summary>
/// <param name="IsHealthy">True when no check found anything.</param>
/// <param name="Text">One line a check, then the verdict.</param>
internal sealed record HealthReport(bool IsHealthy, string Text)
{
    public static HealthReport Of(IEnumerable<IHealthCheck> checks, HealthScope scope)
    {
        var text = new StringBuilder();
        var healthy = true;
        foreach (var check in checks.Where(c => c.Scope == scope).OrderBy(static c => c.Name, StringComparer.Ordinal))
        {
            var reason = Run(check);
            healthy &= reason is null;
            text.Append(reason is null ? "[+]" : "[-]").Append(check.Name).Append(reason is null ? " ok\n" : " failed: " + reason + "\n");
        }

        text.Append(scope == HealthScope.Live ? "livez" : "readyz").Append(healthy ? " check passed\n" : " check failed\n");
        return new HealthReport(healthy, text.ToString());
    }

    private static string? Run(IHealthCheck check)
    {
        try
        {
            return check.Check()?.ReplaceLineEndings(" ");
        }
        catch (Exception e)
        {
            return "the check itself failed: " + e.Message.ReplaceLineEndings(" ");
        }
    }
}
