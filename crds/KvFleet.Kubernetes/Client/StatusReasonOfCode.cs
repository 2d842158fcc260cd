using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <summary>The reason where only an HTTP status is known, because not the API server but something in between answered, or because it left it out.</summary>
internal static class StatusReasonOfCode
{
    /// <summary>The reason that client-go derives from a status.</summary>
    /// <param name="code">The HTTP status.</param>
    /// <param name="method">The method; null when it is not known.</param>
    public static string Of(int code, HttpMethod? method = null) => code switch
    {
        400 => StatusReasons.BadRequest,
        401 => StatusReasons.Unauthorized,
        403 => StatusReasons.Forbidden,
        404 => StatusReasons.NotFound,
        405 => StatusReasons.MethodNotAllowed,
        406 => StatusReasons.NotAcceptable,
        // Nothing that is only being created can have changed meanwhile.
        409 => method == HttpMethod.Post ? StatusReasons.AlreadyExists : StatusReasons.Conflict,
        410 => StatusReasons.Gone,
        413 => StatusReasons.RequestEntityTooLarge,
        415 => StatusReasons.UnsupportedMediaType,
        422 => StatusReasons.Invalid,
        429 => StatusReasons.TooManyRequests,
        503 => StatusReasons.ServiceUnavailable,
        504 => StatusReasons.Timeout,
        >= 500 => StatusReasons.InternalError,
        _ => "Unknown",
    };
}
