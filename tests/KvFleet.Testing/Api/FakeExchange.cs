using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace KvFleet.Testing;

/// <summary>One request and its answer over HTTP: authentication, faults, watches.</summary>
internal sealed class FakeExchange(FakeApi api, FakeFaults faults, FakeApiServerOptions options, Action<FakeRequest> record)
{
    public async Task HandleAsync(HttpContext context)
    {
        FakeRequest request;
        try
        {
            request = await FakeRequestReader.ReadAsync(context);
        }
        catch (JsonException e)
        {
            await WriteAsync(context, FakeStatusException.BadRequest(e.Message));
            return;
        }

        record(request);
        try
        {
            await AnswerAsync(context, request);
        }
        catch (FakeStatusException e)
        {
            await WriteAsync(context, e);
        }
    }

    private async Task AnswerAsync(HttpContext context, FakeRequest request)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (options.Authenticate?.Invoke(header.StartsWith("Bearer ", StringComparison.Ordinal) ? header[7..] : null) == false)
            throw new FakeStatusException(401, "Unauthorized", "Unauthorized");

        var fault = faults.Take(request);
        if (fault?.Until is { } until)
            await until.WaitAsync(context.RequestAborted);
        if (fault?.Answer is { } answer)
            throw answer;
        if (fault?.Drops == true)
        {
            context.Abort();
            return;
        }

        if (fault?.Garbles == true)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{\"items\": [{\"metadata\": {<<<");
            return;
        }

        if (request.Verb == "watch")
        {
            await WatchAsync(context, request, fault?.Silences == true);
            return;
        }

        var response = api.Handle(request);
        if (fault?.LosesAnswer == true)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = response.Code;
        context.Response.ContentType = response.ContentType;
        await context.Response.Body.WriteAsync(response.Body, context.RequestAborted);
    }

    private async Task WatchAsync(HttpContext context, FakeRequest request, bool silent)
    {
        var watch = api.Watches.Open(request);
        if (silent)
            watch.Mute();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var timer = new CancellationTokenSource(Limit(request), options.TimeProvider);
        using var limit = timer.Token.Register(watch.Close);
        try
        {
            context.Response.ContentType = "application/json";
            await context.Response.StartAsync(end.Token);
            await context.Response.Body.FlushAsync(end.Token);
            await foreach (var line in watch.Lines.ReadAllAsync(end.Token))
            {
                await context.Response.Body.WriteAsync(line, end.Token);
                await context.Response.Body.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The client went away.
        }
        finally
        {
            api.Store.Detach(watch);
        }
    }

    private static TimeSpan Limit(FakeRequest request) =>
        int.TryParse(request.Query.GetValueOrDefault("timeoutSeconds"), CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.FromHours(1);

    private static async Task WriteAsync(HttpContext context, FakeStatusException error)
    {
        if (error.RetryAfterSeconds is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        context.Response.StatusCode = error.Code;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(error.ToStatus().ToJsonString(), context.RequestAborted);
    }
}
