using System.Buffers;
using System.Text;
using System.Text.Json;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Client;

/// <summary>Lines of a watch in every shape that JSON allows, and some that it does not.</summary>
public sealed class WatchEnvelopeTests
{
    private static readonly string Sample = ScriptedCall.Sample("a", 1, 7);

    [Theory]
    [InlineData("""{"type":"ADDED","object":OBJECT}""")]
    [InlineData("""{"object":OBJECT,"type":"ADDED"}""")]
    [InlineData("""{"type":"ADDED","object":OBJECT,"more":{"a":{}}}""")]
    [InlineData("""{"more":[{}],"type":"ADDED","object":OBJECT,"last":1}""")]
    [InlineData(" { \"type\" : \"ADDED\" , \"object\" : OBJECT } \r")]
    public void Order_spaces_and_further_members_do_not_matter(string line)
    {
        var (type, entity) = Read(line.Replace("OBJECT", Sample, StringComparison.Ordinal)).ShouldNotBeNull();
        (type, entity.Name(), entity.Spec.Size, entity.ResourceVersion()).ShouldBe((WatchEventType.Added, "a", 1, "7"));
    }

    [Fact]
    public void A_line_in_pieces_is_the_same_line()
    {
        var line = $$"""{"type":"MODIFIED","object":{{Sample}}}""";
        for (var at = 1; at < line.Length; at++)
            Read(line, at).ShouldNotBeNull().Entity.Name().ShouldBe("a");
    }

    [Fact]
    public void What_does_not_fit_is_told_by_name_in_any_order()
    {
        const string odd = """{"metadata":{"name":"odd","namespace":"ns","resourceVersion":"9"},"spec":{"size":"huge"}}""";
        foreach (var line in (string[])[$$"""{"type":"DELETED","object":{{odd}}}""", $$"""{"object":{{odd}},"type":"DELETED"}"""])
        {
            UnreadableObject? told = null;
            Read(line, onUnreadable: u => told = u).ShouldBeNull();
            (told.ShouldNotBeNull().Key, told.EventType, told.ResourceVersion).ShouldBe((new ObjectKey("ns", "odd"), WatchEventType.Deleted, "9"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"type":"ADDED"}""")]
    [InlineData("""{"object":{}}""")]
    [InlineData("""{"type":"RENAMED","object":{}}""")]
    [InlineData("""{"type":"ADDED","object":null}""")]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"name":"cut"}""")]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"name":"cut"}}""")]
    [InlineData("""{"type":"ERROR","object":[]}""")]
    public void Garbage_is_an_error_and_no_object(string line) =>
        Should.Throw<JsonException>(() => Read(line, onUnreadable: u => throw new InvalidOperationException($"{u.Key} is none")));

    [Fact]
    public void An_error_is_thrown_with_its_status() =>
        Should.Throw<KubernetesApiException>(() => Read("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}""")).IsExpired.ShouldBeTrue();

    private static (WatchEventType Type, SampleEntity Entity)? Read(string line, int cutAt = 0, Action<UnreadableObject>? onUnreadable = null)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        var first = new Piece(bytes.AsMemory(0, cutAt), null);
        var sequence = cutAt == 0 ? new ReadOnlySequence<byte>(bytes) : new ReadOnlySequence<byte>(first, 0, new Piece(bytes.AsMemory(cutAt), first), bytes.Length - cutAt);
        return WatchEnvelope.Read(sequence, SampleJsonContext.Default.SampleEntity, EntityMetadata.Of<SampleEntity>(), onUnreadable);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is null)
                return;
            RunningIndex = before.Memory.Length;
            before.Next = this;
        }
    }
}
