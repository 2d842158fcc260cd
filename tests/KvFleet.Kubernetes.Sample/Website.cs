using System.Text.Json.Serialization;
using KvFleet.Kubernetes;

namespace Websites;

[KubernetesEntity(Group = "example.com", ApiVersion = "v1", Kind = "Website", PluralName = "websites")]
internal sealed class Website : CustomKubernetesEntity<WebsiteSpec, WebsiteStatus>;

internal sealed class WebsiteSpec
{
    public string Image { get; set; } = string.Empty;

    public int Replicas { get; set; } = 1;
}

internal sealed class WebsiteStatus
{
    public int ReadyReplicas { get; set; }

    public IList<V1Condition>? Conditions { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Website))]
internal sealed partial class WebsiteJsonContext : JsonSerializerContext;
