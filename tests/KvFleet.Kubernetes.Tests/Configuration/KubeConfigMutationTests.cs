using System.Globalization;
using System.Text;
using KvFleet.Kubernetes.Configuration;

namespace KvFleet.Kubernetes.Tests.Configuration;

/// <summary>Whatever somebody's editor does to a kubeconfig, it is read or refused with a sentence.</summary>
public sealed class KubeConfigMutationTests : IDisposable
{
    private static readonly string[] Values =
        ["", "null", "~", "true", "7", "''", "[]", "{}", "[a, {b: c}]", "{ name: c }", "- x", "&a x", "*a", "!!binary x", "\"\\0\"", "|", ": :", "\t", "https://h:99999", "/", "..", "\u00e9\ud83d\ude00"];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_damaged_file_is_read_or_refused_and_never_a_crash()
    {
        var (certificate, key) = TestCertificates.Create();
        _folder.Write("ca.crt", certificate);
        var whole = $$"""
            apiVersion: v1
            kind: Config
            current-context: c
            clusters:
            - name: c
              cluster:
                server: https://h:6443
                certificate-authority: ca.crt
                tls-server-name: api
                proxy-url: http://p:1
                extensions:
                - name: client.authentication.k8s.io/exec
                  extension: { a: 1 }
            contexts:
            - name: c
              context: { cluster: c, user: c, namespace: ns }
            users:
            - name: c
              user:
                client-certificate-data: {{Base64(certificate)}}
                client-key-data: {{Base64(key)}}
                as: jane
                as-groups: [a]
                as-user-extra: { k: [v] }
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: ./x
                  args: [a]
                  env: [ { name: N, value: V } ]
                  provideClusterInfo: true
                  interactiveMode: Never
            """;
        var random = new Random(11);
        var outcomes = new int[2];
        for (var round = 0; round < 300; round++)
        {
            var text = Damaged(random, whole);
            try
            {
                KubernetesClientConfiguration.FromKubeConfig(_folder.Write("config", text)).Host.ShouldNotBeNull();
                outcomes[0]++;
            }
            catch (KubernetesConfigurationException e)
            {
                e.Message.Length.ShouldBeGreaterThan(20);
                outcomes[1]++;
            }
            catch (Exception e)
            {
                Assert.Fail($"round {round.ToString(CultureInfo.InvariantCulture)}: {e}\n{text}");
            }
        }

        // Both happen often, so both were tried.
        outcomes.ShouldAllBe(count => count > 15);
    }

    private static string Damaged(Random random, string whole)
    {
        var lines = whole.Split('\n').ToList();
        for (var changes = random.Next(1, 3); changes > 0; changes--)
        {
            var at = random.Next(lines.Count);
            var colon = lines[at].IndexOf(':', StringComparison.Ordinal);
            switch (random.Next(10))
            {
                case 0:
                    lines.RemoveAt(at);
                    break;
                case 1:
                    lines.Insert(at, lines[random.Next(lines.Count)]);
                    break;
                case 2:
                    lines[at] = new string(' ', random.Next(6)) + lines[at].TrimStart();
                    break;
                case 3 when lines[at].Length > 0:
                    lines[at] = lines[at][..random.Next(lines[at].Length)];
                    break;
                default:
                    lines[at] = (colon < 0 ? lines[at] : lines[at][..(colon + 1)]) + " " + Values[random.Next(Values.Length)];
                    break;
            }
        }

        return string.Join('\n', lines);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
