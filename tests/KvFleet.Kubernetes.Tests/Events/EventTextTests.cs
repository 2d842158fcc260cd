using KvFleet.Kubernetes.Events;

namespace KvFleet.Kubernetes.Tests.Events;

public sealed class EventTextTests
{
    [Theory]
    [InlineData("llama-8b", "llama-8b.1f")]
    [InlineData("system:node:Worker_1", "system-node--orker-1.1f")]
    [InlineData(":", "event.1f")]
    [InlineData("", "event.1f")]
    public void An_events_name_is_one_that_the_server_takes(string objectName, string expected) => EventText.Name(objectName, 0x1f).ShouldBe(expected);

    [Fact]
    public void A_long_name_leaves_room_for_the_time()
    {
        var name = EventText.Name(new string('a', 240) + ".b" + new string('c', 11), long.MaxValue);
        name.Length.ShouldBeLessThanOrEqualTo(253);
        name.ShouldEndWith(".7fffffffffffffff");
    }
}
