using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>How the fake server behaves.</summary>
public sealed record FakeApiServerOptions
{
    /// <summary>Time for timestamps and for the end of watches.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Serves HTTPS (and so HTTP/2) with a certificate of its own authority. Otherwise HTTP/1.1 in the clear.</summary>
    public bool UseHttps { get; init; }

    /// <summary>What <c>/version</c> says. Whether lists are streamed and discovery is aggregated follows from it.</summary>
    public string GitVersion { get; init; } = "v1.20.2";

    /// <summary>Whether lists are streamed (the feature gate <c>WatchList</c>, which servers before 1.27 do not have); null for what is usual in <see cref="GitVersion"/>.</summary>
    public bool? StreamsLists { get; init; }

    /// <summary>Whether dependents go when all their owners are gone.</summary>
    public bool GarbageCollection { get; init; } = true;

    /// <summary>Whether a pod that is deleted with grace stays, with a deletion timestamp, until it is deleted with grace 0, as under a kubelet.</summary>
    public bool GracefulPods { get; init; }

    /// <summary>Whose token is accepted; null for everybody.</summary>
    public Func<string?, bool>? Authenticate { get; init; }

    /// <summary>Answers token reviews: token and audiences to the status. Null: no token is good.</summary>
    public Func<string, IReadOnlyList<string>, JsonObject>? TokenReview { get; init; }

    /// <summary>Answers access reviews: the spec to whether it is allowed. Null: everything is.</summary>
    public Func<JsonObject, bool>? AccessReview { get; init; }

    /// <summary>
    /// Lists that server-side apply merges by key, by field name; the usual built-in ones are known. An empty array: the list is a set of scalars.
    /// Every other list is atomic.
    /// </summary>
    public IReadOnlyDictionary<string, string[]> ListMapKeys { get; init; } = new Dictionary<string, string[]>();
}
