using System.Text.Json.Nodes;

namespace KvFleet.Kubernetes.Models;

/// <summary>A version of a kind.</summary>
public sealed class V1CustomResourceDefinitionVersion
{
    /// <summary>For example <c>v1alpha1</c>.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Whether it can be used.</summary>
    public bool Served { get; set; }

    /// <summary>Whether it is the stored one.</summary>
    public bool Storage { get; set; }

    /// <summary>The schema, uninterpreted.</summary>
    public JsonObject? Schema { get; set; }

    /// <summary>Subresources, uninterpreted.</summary>
    public JsonObject? Subresources { get; set; }

    /// <summary>Columns, uninterpreted.</summary>
    public JsonArray? AdditionalPrinterColumns { get; set; }
}
