using System.Text.Json;
using KvFleet.Native;
using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Members;
using KvFleet.Sweeping.Sweeps;

namespace KvFleet.Sweeping.Hosting;

/// <summary>
/// The sweeping process: configurations in, reports out, a line each. It may be killed at any time. What it does to the filesystem it does in one thread of its own (and those that thread starts), so that it can
/// always be told to end.
/// </summary>
public static class SweepProcess
{
    private static readonly TimeSpan Leaving = TimeSpan.FromSeconds(5);

    /// <summary>Runs until the input ends or it is cancelled.</summary>
    /// <param name="arguments"><c>--uid NUMBER --gid NUMBER</c>: who it becomes, before anything else; none: it stays who it is.</param>
    /// <param name="input"><see cref="SweepConfiguration"/>, a line of JSON each.</param>
    /// <param name="output">Gets <see cref="SweepReport"/>, a line of JSON each.</param>
    /// <param name="errors">Gets what keeps it from starting.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code: 0; 2 when the arguments are wrong or it could not become who it should be.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextReader input, TextWriter output, TextWriter errors, TimeProvider time, CancellationToken cancellationToken)
    {
        if (SweepArguments.Read(arguments) is not { } who)
        {
            await errors.WriteLineAsync(SweepArguments.Usage);
            return 2;
        }

        try
        {
            if (who is { User: { } user, Group: { } group })
                Credentials.Become(user, group);
        }
        catch (NativeException exception)
        {
            await errors.WriteLineAsync(exception.Message);
            return 2;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var inbox = new ConfigurationInbox();
        var rounds = Task.Factory.StartNew(() => RunRounds(inbox, output, time, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        // The console's reader waits in the calling thread, whatever its name says.
        var reading = Task.Run(() => ReadAsync(input, inbox, stop.Token), CancellationToken.None);
        await Task.WhenAny(rounds, reading);
        await stop.CancelAsync();

        // A round that hangs with the filesystem is left behind: the process ends all the same.
        if (await Task.WhenAny(rounds, Task.Delay(Leaving, time, CancellationToken.None)) == rounds)
            await rounds;
        return 0;
    }

    private static async Task ReadAsync(TextReader input, ConfigurationInbox inbox, CancellationToken cancellationToken)
    {
        try
        {
            while (await input.ReadLineAsync(cancellationToken) is { } line)
            {
                if (!string.IsNullOrWhiteSpace(line))
                    inbox.Put(line);
            }
        }
        catch (OperationCanceledException)
        {
            // It was told to end.
        }
    }

    private static void RunRounds(ConfigurationInbox inbox, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        using var sweeper = new FilesystemSweeper(time);
        MemberBoard? board = null;
        Heartbeat? heartbeat = null;
        SweepConfiguration? beating = null;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var (configuration, problem) = inbox.Read();
                TimeSpan? pause = null;
                if (problem is not null)
                    Write(output, Refused(problem, time));
                if (configuration is not null)
                {
                    if (beating is null || Pulse(beating) != Pulse(configuration))
                    {
                        heartbeat?.Dispose();
                        board = new MemberBoard(Path.Combine(configuration.Root, configuration.MembersDirectory), configuration.Member, configuration.MemberTimeoutSeconds);
                        heartbeat = new Heartbeat(board.OwnPath, TimeSpan.FromSeconds(configuration.MemberTimeoutSeconds / 4));
                        beating = configuration;
                    }

                    Write(output, sweeper.Run(configuration, cancellationToken));
                    pause = TimeSpan.FromSeconds(sweeper.NextRound);
                }

                inbox.Wait(pause, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // It was told to end.
        }
        finally
        {
            heartbeat?.Dispose();
            Leave(board);
        }
    }

    private static (string Root, string Directory, string Member, double Timeout) Pulse(SweepConfiguration configuration) =>
        (configuration.Root, configuration.MembersDirectory, configuration.Member, configuration.MemberTimeoutSeconds);

    private static void Leave(MemberBoard? board)
    {
        try
        {
            board?.Remove();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The others wait for the time-out.
        }
    }

    private static SweepReport Refused(string problem, TimeProvider time) => new()
    {
        Filesystem = "",
        At = time.GetUtcNow(),
        Refusals = [new SweepRefusal(SweepReason.InvalidConfiguration, $"{problem}. Nothing is deleted until a right one comes.")],
    };

    private static void Write(TextWriter output, SweepReport report)
    {
        output.WriteLine(JsonSerializer.Serialize(report, SweepJson.Default.SweepReport));
        output.Flush();
    }
}
