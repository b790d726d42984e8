using System.IO.Compression;
using System.Reflection.Metadata;
using System.Xml.Linq;
using RunKit.Testing.Sandbox;

namespace RunKit.Packaging.Tests;

/// <summary>The packages as somebody has them who has nothing else.</summary>
public sealed class PackageTests(Packed packed) : IClassFixture<Packed>
{
    private static readonly string[] Libraries =
    [
        "RunKit.Actors", "RunKit.Api", "RunKit.Client", "RunKit.Cluster", "RunKit.ControlPlane", "RunKit.Dashboard", "RunKit.Hosting", "RunKit.Mcp", "RunKit.Testing", "RunKit.Tmux", "RunKit.Tmux.Linux",
    ];

    private const string Tool = "RunKit.Cli";

    private const string Embedding =
        """
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using RunKit.ControlPlane;
        using RunKit.ControlPlane.Servers;
        using RunKit.Hosting;
        using RunKit.Hosting.Configuration;

        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddRunKit(RunKitConfiguration.Load(file: null, overrides: []));
        using var host = builder.Build();
        await host.StartAsync();
        var plane = host.Services.GetRequiredService<IControlPlane>();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var servers = await plane.GetServersAsync(CancellationToken.None);
        while (!servers.Any(server => server.Status == ServerStatus.Connected) && await tick.WaitForNextTickAsync())
        {
            servers = await plane.GetServersAsync(CancellationToken.None);
        }

        foreach (var server in servers)
        {
            Console.WriteLine($"{server.Name} {server.Status} {server.Sessions}");
        }

        await host.StopAsync();
        """;

    private const string HostTest =
        """
        using RunKit.Testing.InMemory;
        using RunKit.Testing.Planes;

        await using var tmux = new FakeTmux();
        await using var plane = await PlaneHost.StartAsync(tmux);
        tmux.Start("build").AddSession("work");
        await plane.BecomesAsync("build", view => view.Sessions == 2, "both sessions are seen");
        tmux.Server("build").Kill();
        await plane.DiesAsync("build");
        Console.WriteLine("dead");
        """;

    [Fact]
    public void Each_package_has_its_id_its_docs_its_readme_and_its_licence()
    {
        Directory.EnumerateFiles(packed.Packages, "*.nupkg").Select(Path.GetFileName)
            .ShouldBe([.. Libraries.Append(Tool).Select(id => $"{id}.{Packed.Version}.nupkg")], ignoreOrder: true);

        foreach (var id in Libraries.Append(Tool))
        {
            using var package = ZipFile.OpenRead(packed.Package(id));
            var entries = package.Entries.Select(entry => entry.FullName).ToArray();
            entries.ShouldContain("README.md", id);
            entries.ShouldContain("LICENSE", id);
            entries.Where(entry => entry.EndsWith(".dll", StringComparison.Ordinal) && Path.GetFileName(entry).StartsWith("RunKit.", StringComparison.Ordinal))
                .Select(entry => Path.ChangeExtension(entry, ".xml"))
                .Except(entries, StringComparer.Ordinal).ShouldBeEmpty(id);
            var metadata = Metadata(package);
            metadata.ShouldContain(("license", "Apache-2.0"), id);
            metadata.ShouldContain(("readme", "README.md"), id);
            metadata.Single(element => element.Name == "description").Value.ShouldNotBe("Package Description", id);
        }
    }

    [Fact]
    public async Task A_release_holds_no_path_of_the_machine_that_made_it()
    {
        var output = Path.Combine(packed.Root, "release");

        var built = await packed.DotnetAsync(
            Packed.Repository, "pack", "src/RunKit.Tmux", "--no-restore", "-c", "Release", "-o", output, "-v", "q", "-nologo", "-p:RunAnalyzers=false");

        built.Status.ShouldBe(0, built.Output);
        var assembly = await ReadAsync(Path.Combine(output, $"RunKit.Tmux.{Packed.Version}.nupkg"), "lib/net10.0/RunKit.Tmux.dll");
        assembly.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Packed.Repository)).ShouldBe(-1);
        var symbols = await ReadAsync(Path.Combine(output, $"RunKit.Tmux.{Packed.Version}.snupkg"), "lib/net10.0/RunKit.Tmux.pdb");
        using var provider = MetadataReaderProvider.FromPortablePdbImage([.. symbols]);
        var reader = provider.GetMetadataReader();
        var sources = reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name)).ToArray();
        sources.ShouldContain("/_/src/RunKit.Tmux/Commands/TmuxCommand.cs");
        sources.ShouldAllBe(source => source.StartsWith("/_/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_project_embeds_the_plane_with_these_packages_and_those_that_they_name()
    {
        await using var sandbox = new TmuxSandbox();
        await sandbox.StartAsync("work");
        var project = packed.MakeProject("Embedding", Embedding, "RunKit.Hosting");

        var built = await packed.DotnetAsync(project, "build", "-v", "q", "-nologo");
        built.Status.ShouldBe(0, built.Output);
        var run = await packed.RunAsync("dotnet", project, [("TMUX_TMPDIR", sandbox.Root)], "bin/Debug/net10.0/Embedding.dll", "--Logging:LogLevel:Default=None");

        run.ShouldBe(new Finished(0, "work Connected 1\n"));
        sandbox.IsAlive("work").ShouldBeTrue();
    }

    [Fact]
    public async Task A_host_is_tested_on_a_fake_tmux_with_these_packages()
    {
        var project = packed.MakeProject("HostTest", HostTest, "RunKit.Testing");

        var built = await packed.DotnetAsync(project, "build", "-v", "q", "-nologo");
        built.Status.ShouldBe(0, built.Output);

        (await packed.DotnetAsync(project, "bin/Debug/net10.0/HostTest.dll")).ShouldBe(new Finished(0, "dead\n"));
    }

    [Fact]
    public async Task The_tool_is_installed_and_answers()
    {
        var tools = Path.Combine(packed.Root, "tools");
        var home = Directory.CreateDirectory(Path.Combine(packed.Root, "tool-home")).FullName;
        packed.WriteSources(home);

        var installed = await packed.RunAsync(
            "dotnet", home, [("NUGET_PACKAGES", Path.Combine(packed.Root, "restored"))], "tool", "install", Tool, "--tool-path", tools, "--version", Packed.Version);

        installed.Status.ShouldBe(0, installed.Output);
        var answer = await packed.RunAsync(Path.Combine(tools, "runkit"), home, [], "--version");
        answer.Status.ShouldBe(0, answer.Output);
        answer.Output.ShouldStartWith(Packed.Version);
    }

    private static async Task<byte[]> ReadAsync(string file, string entry)
    {
        using var package = await ZipFile.OpenReadAsync(file);
        await using var stream = await package.GetEntry(entry).ShouldNotBeNull().OpenAsync();
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static (string Name, string Value)[] Metadata(ZipArchive package)
    {
        using var nuspec = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return [.. XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata").Elements()
            .Select(element => (element.Name.LocalName, element.Value))];
    }
}
