using System.Reflection;

namespace RunKit.Testing.Tests.Example;

public sealed class PageTests
{
    private static readonly string Root = typeof(PageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    [Theory]
    [InlineData("BuildBoardTests.cs")]
    [InlineData("ReleaseTests.cs")]
    public async Task The_examples_on_the_page_are_those_that_are_compiled_and_run(string file)
    {
        var source = await File.ReadAllTextAsync(Path.Combine(Root, "tests/RunKit.Testing.Tests/Example", file));
        var page = await File.ReadAllTextAsync(Path.Combine(Root, "docs/testing.md"));

        var example = source[(source.IndexOf("docs/testing.md\n", StringComparison.Ordinal) + "docs/testing.md\n".Length)..source.IndexOf("#endregion", StringComparison.Ordinal)];

        page.ShouldContain($"```csharp\n{example}```\n");
    }
}
