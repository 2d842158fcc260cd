using System.Reflection;
using System.Text.Json.Serialization;

namespace KvFleet.CrdGenerator;

/// <summary>The values of an enum as the serialiser writes them.</summary>
internal static class JsonEnum
{
    /// <summary>Name in JSON and the field that declares it, in order of declaration.</summary>
    public static IReadOnlyList<(string Name, FieldInfo Field)> Values(Type type) =>
    [
        .. type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .OrderBy(field => field.MetadataToken)
            .Select(field => (field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name, field)),
    ];
}
