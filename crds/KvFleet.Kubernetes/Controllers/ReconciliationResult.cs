namespace KvFleet.Kubernetes.Controllers;

/// <summary>What became of one run for a key, and when the next one is due.</summary>
public sealed record ReconciliationResult
{
    private static readonly ReconciliationResult Fine = new() { IsSuccess = true };

    private ReconciliationResult()
    {
    }

    /// <summary>True when nothing went wrong.</summary>
    public bool IsSuccess { get; private init; }

    /// <summary>True when trying again cannot help before something changes.</summary>
    public bool IsTerminal { get; private init; }

    /// <summary>What went wrong, or null.</summary>
    public string? ErrorMessage { get; private init; }

    /// <summary>What was thrown, or null.</summary>
    public Exception? Error { get; private init; }

    /// <summary>When to run again at the latest; null: after a success only when something changes, after a failure when the rate limiter says.</summary>
    public TimeSpan? RequeueAfter { get; private init; }

    /// <summary>All is as it should be, or on its way.</summary>
    /// <param name="requeueAfter">When to look again although nothing changed; up to a tenth is added by chance.</param>
    public static ReconciliationResult Success(TimeSpan? requeueAfter = null) =>
        requeueAfter is null ? Fine : Fine with { RequeueAfter = requeueAfter };

    /// <summary>Something failed that may work later. It is retried until it succeeds.</summary>
    /// <param name="errorMessage">What failed, for the log.</param>
    /// <param name="error">What was thrown.</param>
    /// <param name="requeueAfter">When to retry; null lets the rate limiter decide.</param>
    public static ReconciliationResult Failure(string errorMessage, Exception? error = null, TimeSpan? requeueAfter = null) =>
        new() { ErrorMessage = errorMessage, Error = error, RequeueAfter = requeueAfter };

    /// <summary>There is no retry before something changes.</summary>
    /// <param name="errorMessage">What is wrong, for the log.</param>
    /// <param name="error">What was thrown.</param>
    public static ReconciliationResult Terminal(string errorMessage, Exception? error = null) =>
        new() { IsTerminal = true, ErrorMessage = errorMessage, Error = error };
}
