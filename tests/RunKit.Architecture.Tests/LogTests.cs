using Mono.Cecil;

namespace RunKit.Architecture.Tests;

/// <summary>What the products write to a log under an id, and the page that lists it.</summary>
public sealed class LogTests
{
    private static readonly string[] Levels = ["Trace", "Debug", "Information", "Warning", "Error", "Critical"];

    [Fact]
    public void Every_log_message_has_an_id_that_is_its_own_within_its_project()
    {
        var messages = Messages().ToArray();

        messages.Length.ShouldBeGreaterThan(3);
        messages.ShouldAllBe(message => message.Id > 0);
        messages.GroupBy(message => (message.Project, message.Id)).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty();
    }

    [Fact]
    public void The_page_on_operations_lists_every_log_message_and_no_other()
    {
        var page = File.ReadAllLines(Path.Combine(House.Root, "docs/operations.md"));
        var listed = page.SkipWhile(line => line != "| project | id | level | message |").Skip(2).TakeWhile(line => line.StartsWith('|'));

        listed.ShouldBe(
            Messages().Select(message => $"| `{message.Project}` | {message.Id} | {message.Level} | {message.Text} |"),
            ignoreOrder: true);
    }

    private static IEnumerable<(string Project, int Id, string Level, string Text)> Messages()
    {
        foreach (var product in House.Products)
        {
            using var assembly = House.Assembly(product);
            foreach (var method in assembly.MainModule.GetTypes().SelectMany(type => type.Methods))
            {
                if (method.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.Name == "LoggerMessageAttribute") is { } message)
                {
                    yield return Read(product, method, message);
                }
            }
        }
    }

    private static (string Project, int Id, string Level, string Text) Read(string product, MethodDefinition method, CustomAttribute message) =>
        message.ConstructorArguments is [{ Value: int id }, { Value: int level }, { Value: string text }]
            ? (product, id, Levels[level], text)
            : throw new InvalidOperationException($"{method.FullName}: write [LoggerMessage(ID, LEVEL, TEXT)]");
}
