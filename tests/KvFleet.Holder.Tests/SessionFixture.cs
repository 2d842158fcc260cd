using KvFleet.Holder.Conversation;
using KvFleet.Holder.Extents;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;
using KvFleet.Testing;

namespace KvFleet.Holder.Tests;

/// <summary>A holder's session in this process, with memory and time that a test controls.</summary>
internal sealed class SessionFixture : IAsyncDisposable
{
    private readonly MessageSocket<VolumeMessage> _holderSide;
    private readonly Task _running;
    private readonly StringWriter _log = new();

    private SessionFixture(MessageSocket<VolumeMessage> holderSide, ScriptedAgent agent, FakeMemory memory, ExtentSet extents)
    {
        (_holderSide, Agent, Memory, Extents) = (holderSide, agent, memory, extents);
        _running = RunAsync();
    }

    internal ScriptedAgent Agent { get; }

    internal FakeMemory Memory { get; }

    internal ExtentSet Extents { get; }

    internal FakeTimeProvider Time { get; } = new();

    internal string Log => _log.ToString();

    internal static async Task<SessionFixture> StartAsync(ExtentSet? extents = null)
    {
        var (holderSide, agentSide) = MessageSocket.CreatePair(VolumeJson.Default.VolumeMessage);
        var fixture = new SessionFixture(holderSide, new ScriptedAgent(agentSide), new FakeMemory(), extents ?? new ExtentSet());
        foreach (var (_, file) in await fixture.Agent.WelcomeAsync())
            file.Dispose();
        return fixture;
    }

    /// <summary>Closes the agent's side and waits until the session is over; the extents stay.</summary>
    internal async Task EndAsync()
    {
        Agent.Dispose();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        Memory.IsEndless = false;
        await EndAsync();
        _holderSide.Dispose();
        Extents.Dispose();
        await _log.DisposeAsync();
    }

    private async Task RunAsync()
    {
        var session = new HolderSession(_holderSide, Extents, Memory, new HolderLog(_log, Time), Time);
        await session.GreetAsync(CancellationToken.None);
        await session.RunAsync(CancellationToken.None);
    }
}
