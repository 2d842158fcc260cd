using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>One requirement on a node.</summary>
public sealed class V1NodeSelectorRequirement
{
    /// <summary>The label or field.</summary>
    public string Key { get; set; } = string.Empty;

    /// <summary><c>In</c>, <c>NotIn</c>, <c>Exists</c>, <c>DoesNotExist</c>, <c>Gt</c> or <c>Lt</c>.</summary>
    [JsonPropertyName("operator")]
    public string OperatorProperty { get; set; } = string.Empty;

    /// <summary>The values.</summary>
    public IList<string>? Values { get; set; }
}
