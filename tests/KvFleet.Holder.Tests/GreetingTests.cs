using KvFleet.Holder.Conversation;
using KvFleet.Holder.Extents;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;

namespace KvFleet.Holder.Tests;

public sealed class GreetingTests
{
    public static TheoryData<VolumeMessage, string> BadAnswers => new()
    {
        { new Welcome(2, VolumeRole.Holder, "ns/pool", 0), "protocol 2" },
        { new Welcome(1, VolumeRole.Engine, "ns/pool", 0), "kvfleet.io/role" },
        { new Refused(RefusalReasons.NotAssigned, "not yours"), "not yours" },
        { new Map(), "answered hello with Map" },
    };

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task An_answer_other_than_a_holders_welcome_ends_the_conversation_with_its_reason(VolumeMessage answer, string text)
    {
        var (holderSide, agentSide) = MessageSocket.CreatePair(VolumeJson.Default.VolumeMessage);
        using (holderSide)
        using (agentSide)
        using (var extents = new ExtentSet())
        {
            await agentSide.SendAsync(answer, cancellationToken: TestContext.Current.CancellationToken);
            var session = new HolderSession(holderSide, extents, new FakeMemory(), new HolderLog(TextWriter.Null, TimeProvider.System), TimeProvider.System);
            var failure = await Should.ThrowAsync<IOException>(session.GreetAsync(TestContext.Current.CancellationToken));
            failure.Message.ShouldContain(text);
        }
    }
}
