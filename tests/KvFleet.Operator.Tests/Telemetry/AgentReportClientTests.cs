using System.Net;
using System.Security.Authentication;
using System.Text.Json;
using KvFleet.Api;
using KvFleet.Api.Reports;
using KvFleet.Operator.Options;
using KvFleet.Operator.Security;
using KvFleet.Operator.Telemetry;
using Microsoft.AspNetCore.Http;

namespace KvFleet.Operator.Tests.Telemetry;

public sealed class AgentReportClientTests : IDisposable
{
    private const string Name = "kvfleet-agent.kvfleet-system.svc";
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly PemPair Authority = CertificateAuthority.CreateAuthority("kvfleet", Now, TimeSpan.FromDays(1));
    private readonly string _tokenFile = Path.GetTempFileName();

    private static PemPair Server(PemPair? authority = null, string name = Name) => CertificateAuthority.IssueServer(authority ?? Authority, name, Now, TimeSpan.FromHours(1));

    private static AgentReport Report() => new() { Sequence = 7, NodeName = "a", BootId = "b", AgentVersion = "1", StartedAt = Now, ReportedAt = Now };

    private static Task AnswerAsync(HttpContext context) => JsonSerializer.SerializeAsync(context.Response.Body, Report(), KvFleetJsonContext.Default.AgentReport, context.RequestAborted);

    private Task<AgentReport> AskAsync(AgentServer server, TimeSpan? answerTimeout = null) =>
        UseAsync(server, static client => client.GetAsync(IPAddress.Loopback, 5, TimeSpan.FromSeconds(3), CancellationToken.None), answerTimeout);

    private async Task<T> UseAsync<T>(AgentServer server, Func<AgentReportClient, Task<T>> use, TimeSpan? answerTimeout = null)
    {
        var trust = new AgentTrust(Name, TimeProvider.System);
        trust.Trust(Authority.CertificatePem);
        var options = new TelemetryOptions { TokenFile = _tokenFile, AnswerTimeout = answerTimeout ?? TimeSpan.FromSeconds(30) };
        using var client = new AgentReportClient(trust, options, server.Port, TimeProvider.System);
        return await use(client);
    }

    public void Dispose() => File.Delete(_tokenFile);

    [Fact]
    public async Task The_report_is_asked_for_with_the_token_that_the_file_has_now()
    {
        await File.WriteAllTextAsync(_tokenFile, "secret-1\n");
        var (path, token) = ("", "");
        await using var server = await AgentServer.StartAsync(Server(), context =>
        {
            path = context.Request.Path + context.Request.QueryString;
            token = context.Request.Headers.Authorization;
            return AnswerAsync(context);
        });

        var report = await AskAsync(server);

        report.Sequence.ShouldBe(7);
        path.ShouldBe("/v1/report?since=5&waitSeconds=3");
        token.ShouldBe("Bearer secret-1");
    }

    [Theory]
    [InlineData(204)]
    [InlineData(404)]
    public async Task What_a_pool_is_served_with_is_put_with_the_token_and_a_refusal_is_told(int status)
    {
        await File.WriteAllTextAsync(_tokenFile, "secret-1\n");
        var (request, token, body) = ("", "", "");
        await using var server = await AgentServer.StartAsync(Server(), async context =>
        {
            request = $"{context.Request.Method} {context.Request.Path}";
            token = context.Request.Headers.Authorization;
            using var reader = new StreamReader(context.Request.Body);
            body = await reader.ReadToEndAsync();
            context.Response.StatusCode = status;
        });
        var put = UseAsync(server, static async client =>
        {
            await client.PutRespAsync(IPAddress.Loopback, "uid-1", new RespCredentials { Version = "v1", Password = "p" }, CancellationToken.None);
            return true;
        });

        if (status == 204)
            await put;
        else
            (await Should.ThrowAsync<HttpRequestException>(() => put)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (request, token, body).ShouldBe(("PUT /v1/pools/uid-1/resp", "Bearer secret-1", """{"version":"v1","password":"p"}"""));
    }

    [Fact]
    public async Task No_token_is_shown_to_a_server_of_another_authority()
    {
        var other = CertificateAuthority.CreateAuthority("kvfleet", Now, TimeSpan.FromDays(1));
        var asked = false;
        await using var server = await AgentServer.StartAsync(Server(other), context =>
        {
            asked = true;
            return AnswerAsync(context);
        });

        (await Should.ThrowAsync<HttpRequestException>(() => AskAsync(server))).InnerException.ShouldBeOfType<AuthenticationException>();
        asked.ShouldBeFalse();
    }

    [Fact]
    public async Task No_token_is_shown_to_a_server_with_another_name()
    {
        await using var server = await AgentServer.StartAsync(Server(name: "kvfleet-operator.kvfleet-system.svc"), AnswerAsync);

        await Should.ThrowAsync<HttpRequestException>(() => AskAsync(server));
    }

    [Fact]
    public async Task A_refusal_is_told_with_its_code()
    {
        await using var server = await AgentServer.StartAsync(Server(), context =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        });

        (await Should.ThrowAsync<HttpRequestException>(() => AskAsync(server))).Message.ShouldContain("403");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{\"sequence\":")]
    [InlineData("<html>")]
    public async Task Nonsense_is_no_report(string body)
    {
        await using var server = await AgentServer.StartAsync(Server(), context => context.Response.WriteAsync(body));

        await Should.ThrowAsync<JsonException>(() => AskAsync(server));
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        await using var server = await AgentServer.StartAsync(Server(), async context =>
        {
            var chunk = new byte[1 << 20];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        });

        await Should.ThrowAsync<HttpRequestException>(() => AskAsync(server));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var server = await AgentServer.StartAsync(Server(), context =>
        {
            context.Response.Redirect("https://127.0.0.1:1/elsewhere");
            return Task.CompletedTask;
        });

        (await Should.ThrowAsync<HttpRequestException>(() => AskAsync(server))).StatusCode.ShouldBe(HttpStatusCode.Found);
    }
}
