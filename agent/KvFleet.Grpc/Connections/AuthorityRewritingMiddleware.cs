using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace KvFleet.Grpc.Connections;

/// <summary>Puts an <see cref="AuthorityRewriter"/> between a connection and the server.</summary>
internal sealed class AuthorityRewritingMiddleware(ConnectionDelegate next)
{
    /// <summary>Serves one connection.</summary>
    /// <param name="context">The connection.</param>
    public async Task OnConnectionAsync(ConnectionContext context)
    {
        var transport = context.Transport;
        var rewritten = new Pipe(new PipeOptions(useSynchronizationContext: false));
        var pump = PumpAsync(transport.Input, rewritten.Writer);
        context.Transport = new DuplexPipe(rewritten.Reader, transport.Output);
        try
        {
            await next(context);
        }
        finally
        {
            context.Transport = transport;
            await rewritten.Reader.CompleteAsync();
            transport.Input.CancelPendingRead();
            await pump;
        }
    }

    private static async Task PumpAsync(PipeReader source, PipeWriter target)
    {
        var rewriter = new AuthorityRewriter();
        Exception? failure = null;
        try
        {
            while (true)
            {
                var read = await source.ReadAsync();
                if (read.IsCanceled)
                {
                    source.AdvanceTo(read.Buffer.Start);
                    break;
                }

                source.AdvanceTo(rewriter.Process(read.Buffer, target), read.Buffer.End);
                if (read.IsCompleted || (await target.FlushAsync()).IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception broken)
        {
            failure = broken is InvalidDataException ? new ConnectionAbortedException(broken.Message, broken) : broken;
        }

        await target.CompleteAsync(failure);
    }
}
