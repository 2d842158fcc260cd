namespace KvFleet.Testing;

/// <summary>The text of a kubeconfig with one cluster, one user and one context.</summary>
internal static class KubeConfigText
{
    public static string For(Uri server, string? authorityBase64, string? token, string @namespace)
    {
        var authority = authorityBase64 is null ? string.Empty : $"certificate-authority-data: {authorityBase64}";
        var user = token is null ? "{}" : $"{{ token: \"{token}\" }}";
        return $$"""
            apiVersion: v1
            kind: Config
            current-context: test
            clusters:
            - name: test
              cluster:
                server: {{server}}
                {{authority}}
            contexts:
            - name: test
              context: { cluster: test, user: test, namespace: {{@namespace}} }
            users:
            - name: test
              user: {{user}}
            """;
    }
}
