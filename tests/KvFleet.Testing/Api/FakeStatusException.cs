using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>A failure as the API server answers it. Hooks may throw it.</summary>
public sealed class FakeStatusException(int code, string reason, string message, JsonObject? details = null, int? retryAfterSeconds = null)
    : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public int Code => code;

    /// <summary>Value of <c>Retry-After</c>; null for none.</summary>
    public int? RetryAfterSeconds => retryAfterSeconds;

    /// <summary>The <c>Status</c> object.</summary>
    public JsonObject ToStatus() => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = Message,
        ["reason"] = reason,
        ["details"] = details?.DeepClone(),
        ["code"] = code,
    };

    internal static FakeStatusException NotFound(FakeResource resource, string name) =>
        new(404, "NotFound", $"{resource.QualifiedName} \"{name}\" not found");

    internal static FakeStatusException Conflict(FakeResource resource, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {resource.QualifiedName} \"{name}\": {why}");

    internal static FakeStatusException Invalid(string message) => new(422, "Invalid", message);

    internal static FakeStatusException Invalid(string message, IReadOnlyList<(string Field, string Message)> causes) => new(
        422,
        "Invalid",
        $"{message}: {string.Join(", ", causes.Select(c => $"{c.Field}: {c.Message}"))}",
        new JsonObject { ["causes"] = new JsonArray([.. causes.Select(c => new JsonObject { ["reason"] = "FieldValueInvalid", ["message"] = c.Message, ["field"] = c.Field })]) });

    internal static FakeStatusException BadRequest(string message) => new(400, "BadRequest", message);

    internal static FakeStatusException Expired() => new(410, "Expired", "The resourceVersion for the provided watch or list is too old.");

    internal static FakeStatusException TooLarge() => new(
        504,
        "Timeout",
        "Too large resource version",
        new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }) },
        retryAfterSeconds: 1);
}
