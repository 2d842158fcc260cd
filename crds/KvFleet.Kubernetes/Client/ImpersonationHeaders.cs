using System.Text;
using KvFleet.Kubernetes.Configuration;

namespace KvFleet.Kubernetes.Client;

/// <summary>The headers of an impersonation, made once for a client.</summary>
internal sealed class ImpersonationHeaders
{
    private const string Prefix = "Impersonate-";
    private readonly KeyValuePair<string, string>[] _headers;

    /// <exception cref="KubernetesConfigurationException">A value cannot stand in a header.</exception>
    public ImpersonationHeaders(KubernetesImpersonation? impersonation)
    {
        _headers = impersonation is null ? [] : [.. Of(impersonation)];
        NeedsHttp11 = _headers.Any(h => RepeatedHeader.IsRepeated(h.Value));
    }

    /// <summary>Whether some header has several values, which .NET can be made to send over HTTP/1.1 only (see <see cref="RepeatedHeader"/>).</summary>
    public bool NeedsHttp11 { get; }

    /// <summary>Whether a header's values are written by <see cref="RepeatedHeader"/>.</summary>
    public static bool IsOne(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    public void AddTo(HttpRequestMessage message)
    {
        foreach (var header in _headers)
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    private static IEnumerable<KeyValuePair<string, string>> Of(KubernetesImpersonation impersonation)
    {
        yield return Header("User", [impersonation.UserName]);
        if (impersonation.Uid is { } uid)
            yield return Header("Uid", [uid]);
        if (impersonation.Groups.Count > 0)
            yield return Header("Group", impersonation.Groups);
        foreach (var (key, values) in impersonation.Extra.Where(e => e.Value.Count > 0))
            yield return Header("Extra-" + Escape(key), values);
    }

    private static KeyValuePair<string, string> Header(string name, IReadOnlyList<string> values) =>
        values.FirstOrDefault(v => v.Any(char.IsControl)) is { } odd
            ? throw new KubernetesConfigurationException($"Impersonation: '{odd}' has control characters and cannot be sent as {Prefix}{name}.")
            : new KeyValuePair<string, string>(Prefix + name, RepeatedHeader.Join(values));

    // Keys look like example.com/scopes, and a slash cannot stand in the name of a header: the server decodes percent signs.
    private static string Escape(string key)
    {
        var text = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(key))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || (char)octet is '-' or '.' or '_' or '~')
                text.Append((char)octet);
            else
                text.Append('%').Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
