using KvFleet.Kubernetes.Client;

namespace KvFleet.Kubernetes.Contract.Tests.Widgets;

/// <summary>The definition of a kind that no class in this process knows, under a name that nobody else uses. It keeps fields that its schema does not name.</summary>
internal sealed class TemporaryDefinition : IAsyncDisposable
{
    private const string Prefix = "gadget";

    private readonly IKubernetesResourceClient<UnstructuredObject> _definitions;
    private readonly string _word = Prefix + Guid.NewGuid().ToString("N")[..8];

    private TemporaryDefinition(IKubernetesResourceClient<UnstructuredObject> definitions) => _definitions = definitions;

    /// <summary>What stands in <c>apiVersion</c>.</summary>
    public static string ApiVersion => WidgetDefinition.Group + "/v1alpha1";

    /// <summary>The kind.</summary>
    public string Kind => char.ToUpperInvariant(_word[0]) + _word[1..];

    /// <summary>Whether a definition of that name is one of these.</summary>
    public static bool IsOne(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith("." + WidgetDefinition.Group, StringComparison.Ordinal);

    /// <summary>Installs it; it takes a moment before it is served.</summary>
    public static async Task<TemporaryDefinition> InstallAsync(IKubernetesClient client, bool namespaced, CancellationToken cancellationToken)
    {
        var definition = new TemporaryDefinition(await client.UnstructuredAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition", cancellationToken));
        await definition._definitions.CreateAsync(
            UnstructuredObject.Parse($$$"""
                {"metadata":{"name":"{{{definition._word}}}s.{{{WidgetDefinition.Group}}}"},
                 "spec":{"group":"{{{WidgetDefinition.Group}}}","scope":"{{{(namespaced ? "Namespaced" : "Cluster")}}}",
                  "names":{"kind":"{{{definition.Kind}}}","listKind":"{{{definition.Kind}}}List","plural":"{{{definition._word}}}s","singular":"{{{definition._word}}}"},
                  "versions":[{"name":"v1alpha1","served":true,"storage":true,"subresources":{"status":{} },
                   "schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true} } }] } }
                """),
            cancellationToken);
        return definition;
    }

    /// <summary>Takes it away, and with it all objects of the kind.</summary>
    public async ValueTask DisposeAsync() =>
        await _definitions.DeleteAsync($"{_word}s.{WidgetDefinition.Group}", cancellationToken: CancellationToken.None);
}
