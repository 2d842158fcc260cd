namespace KvFleet.Kubernetes;

/// <summary>Adds a column to <c>kubectl get</c> by JSON path.</summary>
/// <param name="jsonPath">Path from the object's root, for example <c>.metadata.creationTimestamp</c>.</param>
/// <param name="name">Heading.</param>
/// <param name="type">OpenAPI type: <c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c> or <c>date</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class GenericAdditionalPrinterColumnAttribute(string jsonPath, string name, string type) : Attribute
{
    /// <summary>Path from the object's root, for example <c>.metadata.creationTimestamp</c>.</summary>
    public string JsonPath { get; } = jsonPath;

    /// <summary>Heading.</summary>
    public string Name { get; } = name;

    /// <summary>OpenAPI type: <c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c> or <c>date</c>.</summary>
    public string Type { get; } = type;

    /// <summary>What the column means.</summary>
    public string? Description { get; set; }

    /// <summary>OpenAPI format, for example <c>int64</c>.</summary>
    public string? Format { get; set; }

    /// <summary>Whether the column needs <c>-o wide</c>.</summary>
    public PrinterColumnPriority Priority { get; set; }
}
