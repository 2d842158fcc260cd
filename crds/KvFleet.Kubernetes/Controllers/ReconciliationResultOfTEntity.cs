using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Kubernetes.Controllers;

/// <summary>What became of one run for an object, and when the next one is due. Shaped like KubeOps'.</summary>
/// <remarks>
/// Unlike there, a failure is retried for as long as it lasts, with growing delays; and there is a terminal failure, for what only a change of
/// the object can mend.
/// </remarks>
/// <typeparam name="TEntity">The type of the object.</typeparam>
[SuppressMessage("Design", "CA1000", Justification = "The factory methods are where KubeOps has them, so that controllers can move.")]
public sealed record ReconciliationResult<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private ReconciliationResult(TEntity entity, ReconciliationResult outcome)
    {
        Entity = entity;
        Outcome = outcome;
    }

    /// <summary>The object as the run left it.</summary>
    public TEntity Entity { get; }

    /// <summary>True when nothing went wrong.</summary>
    public bool IsSuccess => Outcome.IsSuccess;

    /// <summary>True when trying again cannot help before the object changes.</summary>
    public bool IsTerminal => Outcome.IsTerminal;

    /// <summary>What went wrong, or null.</summary>
    public string? ErrorMessage => Outcome.ErrorMessage;

    /// <summary>What was thrown, or null.</summary>
    public Exception? Error => Outcome.Error;

    /// <summary>When to run again at the latest; null: after a success only when something changes, after a failure when the rate limiter says.</summary>
    public TimeSpan? RequeueAfter => Outcome.RequeueAfter;

    internal ReconciliationResult Outcome { get; }

    /// <summary>All is as it should be, or on its way.</summary>
    /// <param name="entity">The object.</param>
    /// <param name="requeueAfter">When to look again although nothing changed; up to a tenth is added by chance.</param>
    public static ReconciliationResult<TEntity> Success(TEntity entity, TimeSpan? requeueAfter = null) =>
        new(entity, ReconciliationResult.Success(requeueAfter));

    /// <summary>Something failed that may work later. It is retried until it succeeds.</summary>
    /// <param name="entity">The object.</param>
    /// <param name="errorMessage">What failed, for the log.</param>
    /// <param name="error">What was thrown.</param>
    /// <param name="requeueAfter">When to retry; null lets the rate limiter decide.</param>
    public static ReconciliationResult<TEntity> Failure(TEntity entity, string errorMessage, Exception? error = null, TimeSpan? requeueAfter = null) =>
        new(entity, ReconciliationResult.Failure(errorMessage, error, requeueAfter));

    /// <summary>The object itself is wrong: there is no retry before it changes.</summary>
    /// <param name="entity">The object.</param>
    /// <param name="errorMessage">What is wrong with it, for the log.</param>
    /// <param name="error">What was thrown.</param>
    public static ReconciliationResult<TEntity> Terminal(TEntity entity, string errorMessage, Exception? error = null) =>
        new(entity, ReconciliationResult.Terminal(errorMessage, error));
}
