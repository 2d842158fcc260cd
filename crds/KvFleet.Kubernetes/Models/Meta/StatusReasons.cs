namespace KvFleet.Kubernetes.Models;

/// <summary>Reasons of <see cref="V1Status"/>, in the server's spelling.</summary>
public static class StatusReasons
{
    /// <summary>400.</summary>
    public const string BadRequest = "BadRequest";

    /// <summary>401.</summary>
    public const string Unauthorized = "Unauthorized";

    /// <summary>403: not allowed by RBAC, an admission plugin or a quota.</summary>
    public const string Forbidden = "Forbidden";

    /// <summary>404.</summary>
    public const string NotFound = "NotFound";

    /// <summary>405.</summary>
    public const string MethodNotAllowed = "MethodNotAllowed";

    /// <summary>406.</summary>
    public const string NotAcceptable = "NotAcceptable";

    /// <summary>409: an object of that name exists.</summary>
    public const string AlreadyExists = "AlreadyExists";

    /// <summary>409: the object changed since it was read, or a precondition failed.</summary>
    public const string Conflict = "Conflict";

    /// <summary>410.</summary>
    public const string Gone = "Gone";

    /// <summary>410: the resource version or continue token is too old.</summary>
    public const string Expired = "Expired";

    /// <summary>413.</summary>
    public const string RequestEntityTooLarge = "RequestEntityTooLarge";

    /// <summary>415.</summary>
    public const string UnsupportedMediaType = "UnsupportedMediaType";

    /// <summary>422: the object itself is wrong; trying again cannot help.</summary>
    public const string Invalid = "Invalid";

    /// <summary>429.</summary>
    public const string TooManyRequests = "TooManyRequests";

    /// <summary>500.</summary>
    public const string InternalError = "InternalError";

    /// <summary>503.</summary>
    public const string ServiceUnavailable = "ServiceUnavailable";

    /// <summary>504.</summary>
    public const string Timeout = "Timeout";

    /// <summary>500: a part of the server took too long.</summary>
    public const string ServerTimeout = "ServerTimeout";
}
