using KvFleet.Agent.Protocol.Store;
using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Telemetry;
using KvFleet.Agent.Volumes;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;

namespace KvFleet.Agent.Protocol;

/// <summary>Serves one connection of a volume: introduction first, then as a holder or as an engine, as the volume says.</summary>
internal sealed partial class ClientFactory(AgentLoop loop, NodeUnit node, AgentContext context, AgentMetrics metrics, TimeProvider time, ILogger<ClientFactory> logger)
{
    /// <summary>Time that a client has to introduce itself.</summary>
    public static readonly TimeSpan HelloPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(2);
    private long _lastSession;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Serves a connection until its end.</summary>
    public async Task ServeAsync(MessageSocket<VolumeMessage> socket, VolumeIdentity identity, CancellationToken closing)
    {
        try
        {
            if (identity.Role == VolumeRole.Engine && await SpeaksFramesAsync(socket, closing))
            {
                using var session = metrics.SessionOpened(identity.Role);
                await new StoreSession(socket.ToFrames(), identity, Interlocked.Increment(ref _lastSession), context, node, closing).RunAsync(closing);
            }
            else if (await GreetAsync(socket, closing) is { } hello)
            {
                using var session = metrics.SessionOpened(identity.Role);
                LogConnected(identity.Role, identity.PodNamespace, identity.PodName, identity.Pool, hello.Client);
                if (identity.Role == VolumeRole.Holder)
                    await new HolderSession(socket, identity, loop, node, this, closing).RunAsync(closing);
                else
                    await new EngineSession(socket, identity, Interlocked.Increment(ref _lastSession), loop, node, this, closing).RunAsync(closing);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException or NativeException)
        {
            // The volume was unpublished, the agent stops, or the peer is gone: all ordinary ends.
        }
        catch (Exception e)
        {
            LogSessionFailed(e, identity.PodNamespace, identity.PodName);
        }
    }

    /// <summary>Says why a connection is not served. It belongs to the caller.</summary>
    public async Task RefuseAsync(MessageSocket<VolumeMessage> socket, string reason, string message, CancellationToken closing)
    {
        Refused(reason);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(closing);
            using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(2), Time);
            using var linked = timer.Token.Register(patience.Cancel);
            await socket.SendAsync(new Refused(reason, ProtocolLimits.Shorten(message)), cancellationToken: patience.Token);
        }
        catch (Exception e) when (e is NativeException or ObjectDisposedException or OperationCanceledException)
        {
            // Nobody listens.
        }
    }

    /// <summary>
    /// Gives a client a moment to read the last words and to close. Closing first, with packets of it unread, would look like a reset to the client, and
    /// many would not read on.
    /// </summary>
    public async Task LetGoAsync(MessageSocket<VolumeMessage> socket, CancellationToken closing)
    {
        try
        {
            using var timer = new CancellationTokenSource(LastMoment, Time);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(closing, timer.Token);
            for (var packets = 0; packets < MessageBudget.Burst; packets++)
            {
                if (!await SkipAsync(socket, patience.Token))
                    return;
            }
        }
        catch (Exception e) when (e is NativeException or ObjectDisposedException or OperationCanceledException)
        {
            // It had its moment.
        }
    }

    /// <summary>Takes one packet and forgets it.</summary>
    /// <returns>False at the end of the connection.</returns>
    public static async Task<bool> SkipAsync(MessageSocket<VolumeMessage> socket, CancellationToken cancellationToken)
    {
        try
        {
            using var received = await socket.ReceiveAsync(cancellationToken);
            return received is not null;
        }
        catch (ProtocolException)
        {
            return true;
        }
    }

    /// <summary>Counts a refusal.</summary>
    public void Refused(string reason) => metrics.Refused(reason);

    /// <summary>Tells that a volume's socket does not accept.</summary>
    public void AcceptFailed(VolumeIdentity identity, NativeException failure) => LogAcceptFailed(failure, identity.VolumeId, identity.PodNamespace, identity.PodName);

    /// <summary>Looks at the first packet, which has as much time to come as a hello. One that does not come is for the other protocol to complain of.</summary>
    private async Task<bool> SpeaksFramesAsync(MessageSocket<VolumeMessage> socket, CancellationToken closing)
    {
        using var timer = new CancellationTokenSource(HelloPatience, Time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(closing, timer.Token);
        try
        {
            return await socket.IsFrameNextAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!closing.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<Hello?> GreetAsync(MessageSocket<VolumeMessage> socket, CancellationToken closing)
    {
        using var timer = new CancellationTokenSource(HelloPatience, Time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(closing, timer.Token);
        try
        {
            using var received = await socket.ReceiveAsync(patience.Token);
            switch (received?.Message)
            {
                case null:
                    return null;
                case Hello { Protocol: ProtocolLimits.Version } hello:
                    return hello;
                case Hello hello:
                    await RefuseAsync(socket, RefusalReasons.UnsupportedProtocol, $"This agent speaks version {ProtocolLimits.Version}, not {hello.Protocol}. Use a client of its release.", closing);
                    return null;
                case var other:
                    await RefuseAsync(socket, RefusalReasons.ProtocolError, $"The first message must be hello, not {other.GetType().Name}.", closing);
                    return null;
            }
        }
        catch (OperationCanceledException) when (!closing.IsCancellationRequested)
        {
            await RefuseAsync(socket, AgentReasons.HelloTimeout, $"No hello came for {HelloPatience.TotalSeconds:0} s.", closing);
        }
        catch (ProtocolException e)
        {
            await RefuseAsync(socket, RefusalReasons.ProtocolError, e.Message, closing);
        }

        return null;
    }

    [LoggerMessage(1201, LogLevel.Information, "{Role} pod {Namespace}/{Pod} of pool {Pool} connected with {Client}")]
    private partial void LogConnected(VolumeRole role, string @namespace, string pod, string pool, string client);

    [LoggerMessage(1202, LogLevel.Error, "The connection of pod {Namespace}/{Pod} failed unexpectedly and was closed. Please report this")]
    private partial void LogSessionFailed(Exception exception, string @namespace, string pod);

    [LoggerMessage(1203, LogLevel.Warning, "Volume {Volume} of pod {Namespace}/{Pod} cannot accept connections")]
    private partial void LogAcceptFailed(Exception exception, string volume, string @namespace, string pod);
}
