using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>One requirement on a label.</summary>
public sealed class V1LabelSelectorRequirement
{
    /// <summary>The label's key.</summary>
    public string Key { get; set; } = string.Empty;

    /// <summary><c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>.</summary>
    [JsonPropertyName("operator")]
    public string OperatorProperty { get; set; } = string.Empty;

    /// <summary>The values, for <c>In</c> and <c>NotIn</c>.</summary>
    public IList<string>? Values { get; set; }
}
