using System.Diagnostics;
using System.Reflection;

namespace RunKit.Packaging.Tests;

/// <summary>
/// Everything that <c>dotnet pack</c> makes of this build, in a directory of its own that goes with it. What uses the packages has its own
/// NuGet folders there too: nothing is read from the network, and nothing that a later run could find is left in the user's.
/// </summary>
public sealed class Packed : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static string Repository { get; } = Metadata("RepositoryRoot");

    public static string Version { get; } = Metadata("PackedVersion");

    /// <summary>Where NuGet keeps the packages that this build restored.</summary>
    public static string GlobalPackages { get; } = Metadata("GlobalPackages");

    public string Root { get; } = Directory.CreateTempSubdirectory("rk-pack-").FullName;

    public string Packages => Path.Combine(Root, "packages");

    private static string Configuration { get; } =
        typeof(Packed).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public async Task InitializeAsync()
    {
        var packed = await DotnetAsync(
            Repository, "pack", "RunKit.Actors.sln", "--no-build", "-c", Configuration, "-o", Packages, "-v", "q", "-nologo");
        packed.Status.ShouldBe(0, packed.Output);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The package of that id.</summary>
    public string Package(string id) => Path.Combine(Packages, $"{id}.{Version}.nupkg");

    /// <summary>Makes an empty console project that has these packages and this program.</summary>
    public string MakeProject(string name, string program, params string[] packages)
    {
        var directory = Directory.CreateDirectory(Path.Combine(Root, name)).FullName;
        WriteSources(directory);
        var references = packages.Select(package => $"""<PackageReference Include="{package}" Version="{Version}" />""");
        File.WriteAllText(Path.Combine(directory, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <RestorePackagesPath>{Root}/restored</RestorePackagesPath>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <!-- What others need of Microsoft.Extensions is in the shared framework, and no package of it is restored. -->
              <ItemGroup>
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
                {string.Join("\n    ", references)}
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(directory, "Program.cs"), program);
        return directory;
    }

    /// <summary>Writes a <c>nuget.config</c> that knows the packed packages, and those of others that this build restored.</summary>
    public void WriteSources(string directory) => File.WriteAllText(Path.Combine(directory, "nuget.config"), $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="packed" value="{Packages}" />
          </packageSources>
          <fallbackPackageFolders>
            <clear />
            <add key="restored" value="{GlobalPackages}" />
          </fallbackPackageFolders>
        </configuration>
        """);

    /// <summary>Runs the SDK. No server or node of it stays behind.</summary>
    public Task<Finished> DotnetAsync(string directory, params string[] arguments) => RunAsync(Dotnet, directory, [], arguments);

    /// <summary>Runs a program to its end.</summary>
    public async Task<Finished> RunAsync(string program, string directory, (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || name == "TMUX").ToArray())
        {
            start.Environment.Remove(name);
        }

        // The discard port: a request to the network gets no answer.
        const string nowhere = "http://127.0.0.1:9";
        (string Name, string Value)[] ours =
        [
            ("http_proxy", nowhere), ("https_proxy", nowhere), ("HTTP_PROXY", nowhere), ("HTTPS_PROXY", nowhere), ("no_proxy", ""), ("NO_PROXY", ""),
            ("DOTNET_CLI_HOME", Root), ("DOTNET_NOLOGO", "1"), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"),
            ("DOTNET_ADD_GLOBAL_TOOLS_TO_PATH", "false"), ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"), ("MSBUILDDISABLENODEREUSE", "1"), ("UseSharedCompilation", "false"),
            ("DOTNET_ROOT", Path.GetDirectoryName(Environment.ProcessPath)!),
        ];
        foreach (var (name, value) in ours.Concat(environment))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return new Finished(process.ExitCode, await output + await error);
    }

    private static string Metadata(string key) =>
        typeof(Packed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}

/// <summary>A process that has ended.</summary>
public sealed record Finished(int Status, string Output);
