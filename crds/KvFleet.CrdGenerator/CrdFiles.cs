using System.Reflection;
using KvFleet.Kubernetes;

namespace KvFleet.CrdGenerator;

/// <summary>All definitions of an assembly as the files under <c>crds/</c>.</summary>
public static class CrdFiles
{
    /// <summary>Renders every class with <see cref="KubernetesEntityAttribute"/>.</summary>
    /// <param name="assembly">The assembly with the resource types; its XML documentation lies beside it.</param>
    /// <returns>File name and text, ordered by name.</returns>
    public static IReadOnlyList<(string FileName, string Text)> Render(Assembly assembly) =>
    [
        .. assembly.GetExportedTypes()
            .Where(type => type.GetCustomAttribute<KubernetesEntityAttribute>() is not null)
            .Select(type => (Type: type, Entity: type.GetCustomAttribute<KubernetesEntityAttribute>()!))
            .OrderBy(entry => entry.Entity.PluralName, StringComparer.Ordinal)
            .Select(entry => ($"{entry.Entity.Group}_{entry.Entity.PluralName}.yaml", Yaml.Render(CustomResourceDefinitionBuilder.Build(entry.Type)))),
    ];
}
