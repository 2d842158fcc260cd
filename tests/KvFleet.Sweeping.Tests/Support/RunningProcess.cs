using System.Text.Json;
using System.Threading.Channels;
using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Tests.Support;

/// <summary>A process's code in this process, with its standard input and output as pipes.</summary>
internal sealed class RunningProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly LineReader _input = new();
    private readonly LineWriter _output = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<int> _run;

    public RunningProcess(Func<TextReader, TextWriter, CancellationToken, Task<int>> run) => _run = run(_input, _output, _stop.Token);

    public void Configure(SweepConfiguration configuration) => Write(JsonSerializer.Serialize(configuration, SweepJson.Default.SweepConfiguration));

    public void Write(string line) => _input.Lines.Writer.TryWrite(line);

    public async Task<string> ReadAsync() => await _output.Lines.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public async Task<SweepReport> ReadReportAsync(Func<SweepReport, bool> wanted)
    {
        while (true)
        {
            var report = JsonSerializer.Deserialize(await ReadAsync(), SweepJson.Default.SweepReport)!;
            if (wanted(report))
                return report;
        }
    }

    /// <summary>Ends its input and waits for its exit code.</summary>
    public async Task<int> EndAsync()
    {
        _input.Lines.Writer.TryComplete();
        return await _run.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(Patience);
        _stop.Dispose();
        _input.Dispose();
        await _output.DisposeAsync();
    }

    private sealed class LineReader : TextReader
    {
        public Channel<string> Lines { get; } = Channel.CreateUnbounded<string>();

        public override async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) =>
            await Lines.Reader.WaitToReadAsync(cancellationToken) && Lines.Reader.TryRead(out var line) ? line : null;
    }

    private sealed class LineWriter : StringWriter
    {
        public Channel<string> Lines { get; } = Channel.CreateUnbounded<string>();

        public override void WriteLine(string? value) => Lines.Writer.TryWrite(value!);
    }
}
