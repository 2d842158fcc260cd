using System.Text;
using System.Text.Json;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class StringPoolTests
{
    private readonly StringPool _pool = new();

    [Fact]
    public void Equal_texts_are_one_string()
    {
        var first = Get("app.kubernetes.io/name");
        first.ShouldBe("app.kubernetes.io/name");
        Get("app.kubernetes.io/name").ShouldBeSameAs(first);
        Get("").ShouldBeSameAs(string.Empty);
    }

    [Fact]
    public void Texts_that_push_each_other_out_are_never_taken_for_one_another()
    {
        var texts = Enumerable.Range(0, 100_000).Select(i => $"text-{i}").ToArray();
        foreach (var text in texts.Concat(texts))
            Get(text).ShouldBe(text);
    }

    [Fact]
    public void Texts_of_one_length_that_differ_anywhere_are_told_apart()
    {
        for (var length = 1; length < 100; length++)
        {
            for (var at = 0; at < length; at++)
            {
                var text = new string('a', at) + 'b' + new string('a', length - at - 1);
                Get(text).ShouldBe(text);
            }
        }
    }

    [Theory]
    [InlineData("ünï-cödé")]
    [InlineData("日本語")]
    [InlineData("🎉")]
    public void What_is_not_ascii_is_right_too(string text)
    {
        Get(text).ShouldBe(text);
        Get(text).ShouldBe(text);
    }

    [Fact]
    public void Objects_share_what_they_have_in_common_keys_included()
    {
        var options = KubernetesJson.CreateOptions();
        const string json = """{"metadata":{"name":"NAME","labels":{"tier":"hot","quoted":"a \"word\""}},"data":null}""";
        var (a, b) = (Read("a"), Read("b"));
        a.Metadata.Labels!["quoted"].ShouldBe("a \"word\"");
        a.Metadata.Labels["tier"].ShouldBeSameAs(b.Metadata.Labels!["tier"]);
        a.Metadata.Labels.Keys.First().ShouldBeSameAs(b.Metadata.Labels.Keys.First());
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize("""{"metadata":{"name":5}}""", options.GetTypeInfo(typeof(V1ConfigMap)))).Path.ShouldBe("$.metadata.name");

        V1ConfigMap Read(string name) => (V1ConfigMap)JsonSerializer.Deserialize(json.Replace("NAME", name, StringComparison.Ordinal), options.GetTypeInfo(typeof(V1ConfigMap)))!;
    }

    [Fact]
    public async Task Many_threads_may_use_it()
    {
        var texts = Enumerable.Range(0, 500).Select(i => $"shared-{i}").ToArray();
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), TestContext.Current.CancellationToken, (_, _) =>
        {
            for (var round = 0; round < 200; round++)
            {
                foreach (var text in texts)
                    Get(text).ShouldBe(text);
            }

            return ValueTask.CompletedTask;
        });
    }

    private string Get(string text) => _pool.Get(Encoding.UTF8.GetBytes(text));
}
