using System.Diagnostics;
using System.Net;

namespace RunKit.Browser.Tests;

/// <summary>docs/samples/DashboardHost: the page in a host of its own, with its authorization, under a path that it does not choose.</summary>
[Collection("one browser at a time")]
public sealed class HostedTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string Listening = "Now listening on: ";
    private readonly TmuxSandbox _sandbox = new();
    private Process? _host;
    private string _root = "";

    public async Task InitializeAsync()
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "DashboardHost"), ["--urls", "http://127.0.0.1:0", "--PathBase", "/x/y", "--Password", "open sesame"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.Environment["RUNKIT_SOCKET_DIR"] = _sandbox.SocketDirectory;
        start.Environment["RUNKIT_STATE_DIR"] = Path.Combine(_sandbox.Root, "state");
        start.Environment["HOME"] = _sandbox.Root;
        var listens = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _host = Process.Start(start)!;
        _host.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not { } text)
            {
                listens.TrySetException(new InvalidOperationException("the sample ended"));
            }
            else if (text.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                listens.TrySetResult(text[(at + Listening.Length)..].Trim());
            }
        };
        _host.BeginOutputReadLine();
        _root = $"{await listens.Task.WaitAsync(Eventually.DefaultLimit)}/x/y/";
    }

    public async Task DisposeAsync()
    {
        _host?.Kill();
        _host?.Dispose();
        await _sandbox.DisposeAsync();
    }

    [BrowserFact]
    public async Task The_page_works_under_a_base_path_once_the_host_has_let_somebody_in()
    {
        await _sandbox.StartAsync("build", "user", "printf 'ready\\n'; exec cat");
        var person = await chromium.NewPersonAsync(new());
        person.SetDefaultTimeout((float)Eventually.DefaultLimit.TotalMilliseconds);
        var page = await person.NewPageAsync();
        var strangers = new List<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_root, StringComparison.Ordinal))
            {
                strangers.Add(request.Url);
            }
        };

        await page.GotoAsync($"{_root}runkit");
        await page.GetByLabel("Password").FillAsync("open sesame");
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "build" })).ToContainTextAsync("running");
        await page.GotoAsync($"{_root}runkit/#/pane/build/0");

        await Assertions.Expect(page.Locator(".xterm-rows")).ToContainTextAsync("ready");
        strangers.ShouldBeEmpty();
        await person.CloseAsync();
    }

    [BrowserFact]
    public async Task Nobody_sees_page_file_or_state_whom_the_host_has_not_let_in()
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        foreach (var path in (string[])["runkit", "runkit/", "runkit/icon.svg", "v1/servers", "v1/live"])
        {
            using var answer = await client.GetAsync(_root + path);

            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, path);
            answer.Headers.Location!.AbsolutePath.ShouldBe("/x/y/login");
        }
    }
}
