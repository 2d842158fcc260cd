namespace KvFleet.Api.Validation;

/// <summary>What objects of the API server may be called.</summary>
internal static class ObjectNames
{
    /// <summary>Most letters of a namespace: its name is a DNS label.</summary>
    public const int MaxNamespaceLength = 63;

    private const int MaxLength = 253;

    /// <summary>Whether it may be the name of an object: a DNS subdomain.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');

    /// <summary>Whether it may be the name of a namespace.</summary>
    public static bool IsNamespace(string name) => IsName(name) && name.Length <= MaxNamespaceLength && !name.Contains('.', StringComparison.Ordinal);
}
