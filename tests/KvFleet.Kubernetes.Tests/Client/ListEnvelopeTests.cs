using System.Buffers;
using System.Text;
using System.Text.Json;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Client;

/// <summary>A list that is read as it arrives is the same wherever it is cut into pieces.</summary>
public sealed class ListEnvelopeTests
{
    private static readonly string Whole = ScriptedCall.List(
        42, ScriptedCall.Sample("a", 1, 3), """{"metadata":{"name":"odd","namespace":"ns"},"spec":{"size":"huge"}}""", ScriptedCall.Sample("ünïcode-\\u00e4", 2, 4));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(100_000)]
    public void Pieces_of_any_size_make_the_same_list(int size)
    {
        var page = Read(Whole, size);
        page.Items.Select(e => (e.Name(), e.Spec.Size, e.Kind)).ShouldBe([("a", 1, "Sample"), ("ünïcode-ä", 2, "Sample")]);
        page.Unreadable.ShouldHaveSingleItem().Key.ShouldBe(new ObjectKey("ns", "odd"));
        page.Metadata.ResourceVersion.ShouldBe("42");
    }

    [Theory]
    [InlineData("""{"items":[],"metadata":{"resourceVersion":"1"}}""")]
    [InlineData("""{"metadata":{"resourceVersion":"1"},"items":null}""")]
    [InlineData("""{"metadata":{"resourceVersion":"1"}}""")]
    [InlineData(""" {"kind":"SampleList","what":{"is":["this",{}]},"metadata":{"resourceVersion":"1"},"items":[ ] } """)]
    public void Empty_comes_in_many_forms(string json)
    {
        foreach (var size in (int[])[1, 1000])
        {
            var page = Read(json, size);
            page.Items.ShouldBeEmpty();
            page.Metadata.ResourceVersion.ShouldBe("1");
        }
    }

    [Fact]
    public void A_list_that_is_cut_off_anywhere_is_no_list()
    {
        for (var length = 0; length < Whole.Length - 1; length++)
            Should.Throw<JsonException>(() => Read(Whole[..length], 16), $"cut after {length} characters");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("<html>bad gateway</html>")]
    [InlineData("""{"items":{}}""")]
    [InlineData("""{"items":[null]}""")]
    public void What_is_no_list_is_an_error(string json) => Should.Throw<JsonException>(() => Read(json, 5));

    private static KubernetesPage<SampleEntity> Read(string json, int size)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var envelope = new ListEnvelope<SampleEntity>(SampleJsonContext.Default.SampleEntity, EntityMetadata.Of<SampleEntity>());
        var from = 0;
        var to = 0;
        do
        {
            to = Math.Min(bytes.Length, to + size);
            var sequence = new ReadOnlySequence<byte>(bytes, from, to - from);
            from += (int)sequence.GetOffset(envelope.Read(sequence, to == bytes.Length)) - (int)sequence.GetOffset(sequence.Start);
        }
        while (to < bytes.Length);
        return envelope.ToPage();
    }
}
