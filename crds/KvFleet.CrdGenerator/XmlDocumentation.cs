using System.Collections.Concurrent;
using System.Reflection;
using System.Xml.Linq;

namespace KvFleet.CrdGenerator;

/// <summary>Summaries of members, from the XML documentation files beside the assemblies.</summary>
internal static class XmlDocumentation
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, string>> Summaries = new();

    /// <summary>The summary of a type, property or field, as one line of plain text.</summary>
    /// <exception cref="InvalidOperationException">The member has none: every field of a resource is described.</exception>
    public static string Of(MemberInfo member)
    {
        var type = member as Type ?? member.DeclaringType!;
        var id = member switch
        {
            Type => $"T:{member}",
            PropertyInfo => $"P:{type.FullName}.{member.Name}",
            _ => $"F:{type.FullName}.{member.Name}",
        };
        return Summaries.GetOrAdd(type.Assembly, Read).TryGetValue(id, out var text) ? text : throw new InvalidOperationException($"{id} has no <summary>");
    }

    private static Dictionary<string, string> Read(Assembly assembly) => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"))
        .Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!), StringComparer.Ordinal);

    private static string Text(XElement summary) => string.Join(' ', string.Concat(summary.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => see.Attribute("cref")?.Value.Split('.')[^1] ?? see.Attribute("langword")?.Value ?? see.Value,
        XElement element => element.Value,
        _ => "",
    })).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
