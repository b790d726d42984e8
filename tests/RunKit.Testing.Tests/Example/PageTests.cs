using System.Reflection;

namespace RunKit.Testing.Tests.Example;

public sealed class PageTests
{
    private static readonly string Root = typeof(PageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    [Fact]
    public async Task The_example_on_the_page_is_the_one_that_is_compiled_and_run()
    {
        var source = await File.ReadAllTextAsync(Path.Combine(Root, "tests/RunKit.Testing.Tests/Example/BuildBoardTests.cs"));
        var page = await File.ReadAllTextAsync(Path.Combine(Root, "docs/testing.md"));

        var example = source[(source.IndexOf("docs/testing.md\n", StringComparison.Ordinal) + "docs/testing.md\n".Length)..source.IndexOf("#endregion", StringComparison.Ordinal)];

        page.ShouldContain($"```csharp\n{example}```\n");
    }
}
