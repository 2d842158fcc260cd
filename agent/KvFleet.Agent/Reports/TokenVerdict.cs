namespace KvFleet.Agent.Reports;

/// <summary>Whether the bearer of a token may read the report.</summary>
/// <param name="Status">HTTP status: 200, 401 (not authenticated), 403 (somebody else), 503 (cannot be checked now).</param>
/// <param name="Reason">Machine-readable.</param>
/// <param name="Message">What is wrong and what to do; null when nothing is.</param>
internal sealed record TokenVerdict(int Status, string Reason, string? Message)
{
    public static TokenVerdict Accepted { get; } = new(StatusCodes.Status200OK, "Accepted", null);
}
