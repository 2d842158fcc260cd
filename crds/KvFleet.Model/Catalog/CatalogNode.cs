using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace KvFleet.Model.Catalog;

/// <summary>A YAML node that knows where it stands, so that every complaint names line and column.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Node">The node.</param>
/// <param name="Name">What it is called in messages.</param>
internal sealed record CatalogNode(string File, YamlNode Node, string Name)
{
    /// <summary>The node's fields.</summary>
    /// <param name="allowed">The names that may occur; none means any.</param>
    public IEnumerable<KeyValuePair<string, CatalogNode>> Fields(params string[] allowed)
    {
        if (Node is not YamlMappingNode mapping)
        {
            throw Error($"{Name} must be a list of 'field: value' lines{(allowed.Length > 0 ? $" with the fields {string.Join(", ", allowed)}" : "")}.");
        }

        foreach (var (key, value) in mapping.Children)
        {
            var field = new CatalogNode(File, key, "a field's name").Text();
            if (allowed.Length > 0 && !allowed.Contains(field, StringComparer.Ordinal))
            {
                throw new CatalogNode(File, key, field).Error($"{Name} has no field '{field}'; known are {string.Join(", ", allowed)}.");
            }

            yield return KeyValuePair.Create(field, new CatalogNode(File, value, field));
        }
    }

    /// <summary>The node's list items.</summary>
    public IEnumerable<CatalogNode> Items()
        => Node is YamlSequenceNode sequence
            ? sequence.Children.Select(child => new CatalogNode(File, child, $"an item of {Name}"))
            : throw Error($"{Name} must be a list, such as [one, two].");

    /// <summary>The node's text.</summary>
    public string Text() => Node is YamlScalarNode { Value: { } value } ? value : throw Error($"{Name} must be a single value.");

    /// <summary>The node as a whole number.</summary>
    public int Integer() => int.TryParse(Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw Error($"{Name} is '{Text()}'; give a whole number.");

    /// <summary>The node as a whole number of up to 64 bits.</summary>
    public long Long() => long.TryParse(Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw Error($"{Name} is '{Text()}'; give a whole number.");

    /// <summary>The node as a number above zero.</summary>
    public double Positive() => double.TryParse(Text(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1e9
        ? number
        : throw Error($"{Name} is '{Text()}'; give a number above 0.");

    /// <summary>An error at this node.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public CatalogException Error(string message) => new(File, Node.Start.Line, Node.Start.Column, message);
}
