using KvFleet.Holder.Conversation;
using KvFleet.Holder.Extents;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;

namespace KvFleet.Holder;

/// <summary>Keeps one conversation with the agent going, for ever. The extents outlive every conversation.</summary>
internal sealed class HolderLoop(HolderOptions options, ExtentSet extents, IExtentMemory memory, HolderLog log, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    // An agent restart should cost its pools seconds, and a node has few holders: no need to wait long.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Backoff _backoff = new(FirstPause, LongestPause, Random.Shared.NextDouble);
    private string _lastProblem = "";

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        log.Info("holder started", ("socket", options.SocketPath));
        while (true)
        {
            try
            {
                await TalkAsync(cancellationToken);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Report(failure.Message);
            }

            await Task.Delay(_backoff.Next(), time, cancellationToken);
        }
    }

    private async Task TalkAsync(CancellationToken cancellationToken)
    {
        using var socket = MessageSocket.Connect(options.SocketPath, VolumeJson.Default.VolumeMessage);
        var session = new HolderSession(socket, extents, memory, log, time);
        var pool = await session.GreetAsync(cancellationToken);
        _backoff.Reset();
        _lastProblem = "";
        log.Info("connected to the agent", ("pool", pool));
        await session.RunAsync(cancellationToken);
        Report("The agent closed the connection; memory is kept until it comes back.");
    }

    private void Report(string problem)
    {
        // The agent may be away for hours, which is one line and not one every five seconds.
        if (problem == _lastProblem)
            return;
        _lastProblem = problem;
        log.Warn(problem, ("heldBytes", $"{extents.TotalBytes}"));
    }
}
