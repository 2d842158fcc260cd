using System.Net;
using Google.Protobuf.WellKnownTypes;
using KvFleet.Grpc.Server;
using KvFleet.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using static KvFleet.Grpc.Tests.Server.RawCall;

namespace KvFleet.Grpc.Tests.Server;

public class UnaryCallTests
{
    // Not a measurement: only that a broken server fails a test instead of hanging it.
    private static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    private static StringValue Hello { get; } = new() { Value = "hello" };

    [Fact]
    public async Task A_call_is_answered_with_a_message_and_status_0()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(EchoService.Plain()));
        using var client = server.CreateClient();

        var answer = await client.CallAsync(EchoService.Path, Framed(Hello));

        (answer.StatusCode, answer.Detail, answer.Text).ShouldBe((StatusCode.OK, "", "hello"));
    }

    [Fact]
    public async Task An_empty_message_is_a_message()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(EchoService.Plain()));
        using var client = server.CreateClient();

        var answer = await client.CallAsync(EchoService.Path, Framed(new StringValue()));

        (answer.StatusCode, answer.Body.Length).ShouldBe((StatusCode.OK, 5));
    }

    [Fact]
    public async Task A_message_far_larger_than_any_frame_or_window_goes_both_ways()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(EchoService.Plain()));
        using var client = server.CreateClient();
        var large = new string('k', 3 * 1024 * 1024);

        var answer = await client.CallAsync(EchoService.Path, Framed(new StringValue { Value = large }));

        (answer.StatusCode, answer.Text == large).ShouldBe((StatusCode.OK, true));
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused_before_it_is_read()
    {
        var options = new GrpcServiceOptions { MaxReceiveMessageSize = 6 };
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(EchoService.Plain(), options));
        using var client = server.CreateClient();

        var answer = await client.CallAsync(EchoService.Path, Framed(Hello));

        answer.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        answer.Detail.ShouldBe("a message of 7 bytes is larger than the 6 bytes accepted here");
    }

    [Fact]
    public async Task A_status_reaches_the_caller_word_for_word()
    {
        var failing = new EchoService((_, _) => throw new RpcException(new Status(StatusCode.InvalidArgument, "pool 'Ä%': why\nremedy")));
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(failing));
        using var client = server.CreateClient();

        var answer = await client.CallAsync(EchoService.Path, Framed(Hello));

        (answer.StatusCode, answer.Detail).ShouldBe((StatusCode.InvalidArgument, "pool 'Ä%': why\nremedy"));
    }

    [Fact]
    public async Task What_a_handler_did_not_mean_to_tell_stays_inside()
    {
        var failing = new EchoService((_, _) => throw new InvalidOperationException("secret"));
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(failing));
        using var client = server.CreateClient();

        var answer = await client.CallAsync(EchoService.Path, Framed(Hello));

        answer.StatusCode.ShouldBe(StatusCode.Unknown);
        answer.Detail.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("/test.Echo/Shout")]
    [InlineData("/csi.v1.Node/NodeStageVolume")]
    public async Task A_method_that_does_not_exist_is_unimplemented(string path)
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(EchoService.Plain()));
        using var client = server.CreateClient();

        var answer = await client.CallAsync(path, Framed(Hello));

        (answer.StatusCode, answer.Detail).ShouldBe((StatusCode.Unimplemented, $"there is no method {path} here"));
    }

    [Theory]
    [InlineData(new byte[0], StatusCode.Internal, "ended after 0 octets")]
    [InlineData(new byte[] { 0, 0, 0, 0 }, StatusCode.Internal, "ended after 4 octets")]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 1 }, StatusCode.Internal, "ended after 6 octets")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 9 }, StatusCode.Internal, "carries more")]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, StatusCode.Unimplemented, "compressed")]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 10, 9 }, StatusCode.Internal, "does not decode")]
    [InlineData(new byte[] { 0, 255, 255, 255, 255 }, StatusCode.ResourceExhausted, "4294967295 bytes")]
    public async Task A_broken_body_is_refused_by_name(byte[] body, StatusCode code, string detail)
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(EchoService.Plain()));
        using var client = server.CreateClient();

        var answer = await client.CallAsync(EchoService.Path, body);

        answer.StatusCode.ShouldBe(code);
        answer.Detail.ShouldContain(detail);
    }

    [Fact]
    public async Task A_handler_past_its_deadline_is_cancelled_and_the_caller_told()
    {
        var time = new FakeTimeProvider();
        var started = time.GetUtcNow().UtcDateTime;
        var seen = DateTime.MinValue;
        var slow = new EchoService(async (request, context) =>
        {
            seen = context.Deadline;
            time.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(Timeout.InfiniteTimeSpan, time, context.CancellationToken);
            return request;
        });
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(slow, new GrpcServiceOptions { TimeProvider = time }));
        using var client = server.CreateClient();

        var answer = await client.CallAsync(EchoService.Path, Framed(Hello), timeout: "1500m");

        seen.ShouldBe(started.AddSeconds(1.5));
        (answer.StatusCode, answer.Detail).ShouldBe((StatusCode.DeadlineExceeded, "the call took longer than the 1.5 s the caller allows"));
    }

    [Fact]
    public async Task A_call_without_a_timeout_has_no_deadline()
    {
        var seen = DateTime.MinValue;
        var echo = new EchoService((request, context) =>
        {
            seen = context.Deadline;
            return Task.FromResult(request);
        });
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(echo));
        using var client = server.CreateClient();

        (await client.CallAsync(EchoService.Path, Framed(Hello))).StatusCode.ShouldBe(StatusCode.OK);
        seen.ShouldBe(DateTime.MaxValue);
    }

    [Fact]
    public async Task A_nonsense_timeout_is_refused_by_name()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(EchoService.Plain()));
        using var client = server.CreateClient();

        var answer = await client.CallAsync(EchoService.Path, Framed(Hello), timeout: "soon");

        answer.StatusCode.ShouldBe(StatusCode.Internal);
        answer.Detail.ShouldContain("'soon'");
    }

    [Fact]
    public async Task A_caller_that_goes_away_cancels_the_handler()
    {
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        var slow = new EchoService(async (request, context) =>
        {
            await using var registration = context.CancellationToken.Register(cancelled.SetResult);
            started.SetResult();
            await cancelled.Task;
            return request;
        });
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(slow));
        using var client = server.CreateClient();
        using var leaving = new CancellationTokenSource();

        var call = client.SendAsync(Request(EchoService.Path, Framed(Hello)), leaving.Token);
        await started.Task.WaitAsync(Patience);
        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
        await cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Http_1_never_reaches_a_handler()
    {
        var reached = false;
        var echo = new EchoService((request, _) =>
        {
            reached = true;
            return Task.FromResult(request);
        });
        await using var server = await GrpcTestServer.StartAsync(
            app => app.MapGrpcService(echo), rewriteAuthority: false, protocols: HttpProtocols.Http1);
        using var client = server.CreateClient();
        using var request = Request(EchoService.Path, Framed(Hello));
        request.Version = HttpVersion.Version11;

        using var response = await client.SendAsync(request);

        (response.StatusCode, reached).ShouldBe((HttpStatusCode.UpgradeRequired, false));
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc-web", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc+proto", HttpStatusCode.OK)]
    public async Task Only_gRPC_content_is_served(string contentType, HttpStatusCode expected)
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapGrpcService(EchoService.Plain()));
        using var client = server.CreateClient();

        using var response = await client.SendAsync(Request(EchoService.Path, Framed(Hello), contentType: contentType));

        response.StatusCode.ShouldBe(expected);
    }
}
