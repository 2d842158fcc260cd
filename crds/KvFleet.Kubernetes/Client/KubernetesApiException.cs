using System.Diagnostics.CodeAnalysis;
using System.Net;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <summary>The API server refused or failed a request.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Without the server's answer there is nothing to throw.")]
public sealed class KubernetesApiException : Exception
{
    /// <summary>Makes an exception from the server's answer.</summary>
    /// <param name="status">The answer; its code and reason are what callers branch on.</param>
    /// <param name="request">What was asked, for the message: method and path.</param>
    /// <param name="retryAfter">How long the server asked to wait.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public KubernetesApiException(V1Status status, string? request = null, TimeSpan? retryAfter = null, Exception? innerException = null)
        : base($"{(request is null ? string.Empty : request + ": ")}{status.Code} {status.Reason}: {status.Message}", innerException)
    {
        Status = status;
        RetryAfter = retryAfter ?? (status.Details?.RetryAfterSeconds is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null);
    }

    /// <summary>The server's answer. Where a proxy answered in its stead, code and reason are derived from the HTTP status.</summary>
    public V1Status Status { get; }

    /// <summary>How long the server asked to wait; null when it did not.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>One of <see cref="StatusReasons"/>, or a newer one; what fits the code where the server gave none, as in some <c>ERROR</c> events of watches; else empty.</summary>
    public string Reason => Status switch
    {
        { Reason: { Length: > 0 } reason } => reason,
        { Code: { } code } => StatusReasonOfCode.Of(code),
        _ => string.Empty,
    };

    /// <summary>The HTTP status code.</summary>
    public HttpStatusCode StatusCode => (HttpStatusCode)(Status.Code ?? 0);

    /// <summary>The object, or the whole resource (a missing CRD), is not there.</summary>
    public bool IsNotFound => Is(StatusReasons.NotFound);

    /// <summary>The object changed since it was read. Read it again and reapply; it is no error to log.</summary>
    public bool IsConflict => Is(StatusReasons.Conflict);

    /// <summary>An object of that name exists.</summary>
    public bool IsAlreadyExists => Is(StatusReasons.AlreadyExists);

    /// <summary>The resource version or continue token is too old: list again.</summary>
    public bool IsExpired => Is(StatusReasons.Expired) || Is(StatusReasons.Gone);

    /// <summary>The object itself is wrong; trying again cannot help.</summary>
    public bool IsInvalid => Is(StatusReasons.Invalid);

    /// <summary>RBAC, admission or a quota forbids it.</summary>
    public bool IsForbidden => Is(StatusReasons.Forbidden);

    private bool Is(string reason) => string.Equals(Reason, reason, StringComparison.Ordinal);
}
