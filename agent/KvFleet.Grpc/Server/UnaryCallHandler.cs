using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KvFleet.Grpc.Server;

/// <summary>Serves one unary method: decode, run under the deadline, answer, and always a status.</summary>
internal sealed class UnaryCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> handler, GrpcServiceOptions options, ILogger logger)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    /// <summary>The request delegate that Kestrel runs.</summary>
    /// <param name="context">The request.</param>
    public async Task HandleAsync(HttpContext context)
    {
        if (!GrpcProtocol.Accept(context))
        {
            return;
        }

        var status = await RunAsync(context);
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        GrpcProtocol.AppendStatus(context.Response, status);
    }

    private async Task<Status> RunAsync(HttpContext context)
    {
        var header = context.Request.Headers["grpc-timeout"].ToString();
        var timeout = Timeout.InfiniteTimeSpan;
        if (header.Length > 0 && !GrpcTimeout.TryParse(header, out timeout))
        {
            return new Status(StatusCode.Internal, $"grpc-timeout '{header}' is not up to eight digits and one of H, M, S, m, u, n");
        }

        var deadline = timeout < TimeSpan.Zero
            ? DateTime.MaxValue
            : options.TimeProvider.GetUtcNow().UtcDateTime.Add(timeout);
        using var expired = timeout < TimeSpan.Zero || timeout > TimeSpan.FromDays(1)
            ? new CancellationTokenSource()
            : new CancellationTokenSource(timeout, options.TimeProvider);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(expired.Token, context.RequestAborted);
        try
        {
            var request = await MessageFraming.ReadSingleAsync(
                context.Request.BodyReader, method.RequestParser, options.MaxReceiveMessageSize, ended.Token);
            var response = await handler(request, new ServerCallContext(method.FullName, deadline, ended.Token))
                ?? throw new InvalidOperationException($"The handler of {method.FullName} answered null.");
            await MessageFraming.WriteAsync(context.Response.BodyWriter, response, context.RequestAborted);
            return Status.DefaultSuccess;
        }
        catch (RpcException refused)
        {
            UnaryCallLog.Refused(logger, method.FullName, refused.StatusCode, refused.Status.Detail, refused.InnerException);
            return refused.Status;
        }
        catch (OperationCanceledException) when (expired.IsCancellationRequested)
        {
            UnaryCallLog.Expired(logger, method.FullName, timeout);
            return new Status(
                StatusCode.DeadlineExceeded, string.Create(CultureInfo.InvariantCulture, $"the call took longer than the {timeout.TotalSeconds:0.###} s the caller allows"));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return new Status(StatusCode.Cancelled, "the caller went away");
        }
        catch (Exception failure)
        {
            // What went wrong inside stays inside: the message may hold paths or data that the caller has no business with.
            UnaryCallLog.Failed(logger, method.FullName, failure);
            return new Status(StatusCode.Unknown, "the call failed inside the server; its log has the cause");
        }
    }
}
