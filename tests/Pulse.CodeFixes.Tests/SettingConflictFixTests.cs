namespace Pulse.CodeFixes.Tests;

public class SettingConflictFixTests
{
    private const string Id = "PULSE308";
    private const string On = "On(Binding.To(\"x\", \"#\"), d => { })";
    private const string Loop = "ReadAllAsync(Binding.To(\"x\", \"#\"))";

    [Theory]
    [InlineData($"_ = pulse.Queue().{On}.Retry(3).AutoAcknowledge().RunAsync();", "Retry(3).")]
    [InlineData($"_ = pulse.Queue().Retry(3).AutoAcknowledge().{On}.RunAsync();", "Retry(3).")]
    [InlineData($"var q = pulse.Queue().{On}.AutoAcknowledge().Retry(3); _ = q.RunAsync();", ".Retry(3)")]
    [InlineData($"var q = pulse.Queue().{On}; q.AutoAcknowledge(); q.Retry(3); _ = q.RunAsync();", "q.Retry(3); ")]
    [InlineData($"var q = pulse.Queue().{On}; q.AutoAcknowledge().Retry(3); _ = q.RunAsync();", ".Retry(3)")]
    [InlineData(
        $"var q = pulse.Queue().{On}.AutoAcknowledge(); q = q.Prefetch(5).Retry(3); _ = q.RunAsync();",
        ".Retry(3)"
    )]
    [InlineData($"var all = pulse.Queue().Concurrency(4).{Loop}; Console.WriteLine(all);", "Concurrency(4).")]
    [InlineData($"var all = pulse.Queue().Retry(0).Prefetch(5).{Loop}; Console.WriteLine(all);", "Retry(0).")]
    public async Task A_setting_is_removed(string statements, string removed)
    {
        var right = statements.Replace(removed, "", StringComparison.Ordinal);
        Assert.NotEqual(statements, right);
        Assert.Equal(
            Snippet.Program(right),
            await Editor.FixAsync(new SettingConflictFix(), Snippet.Program(statements), Id)
        );
    }

    [Theory]
    [InlineData("        .Retry(3) // three more\n")]
    [InlineData("        .Retry(3)\n")]
    public async Task The_lines_of_a_chain_stay_as_they_are(string line)
    {
        const string Chain =
            $"_ = pulse.Queue()\n        .{On} // all\n<>        .AutoAcknowledge()\n        .RunAsync();";
        Assert.Equal(
            Snippet.Program(Chain.Replace("<>", "", StringComparison.Ordinal)),
            await Editor.FixAsync(
                new SettingConflictFix(),
                Snippet.Program(Chain.Replace("<>", line, StringComparison.Ordinal)),
                Id
            )
        );
    }

    [Fact]
    public async Task A_statement_is_removed_with_its_line()
    {
        const string Chain = $"var q = pulse.Queue().{On}.AutoAcknowledge();\n<>        _ = q.RunAsync();";
        Assert.Equal(
            Snippet.Program(Chain.Replace("<>", "", StringComparison.Ordinal)),
            await Editor.FixAsync(
                new SettingConflictFix(),
                Snippet.Program(Chain.Replace("<>", "        q.Retry(3);\n", StringComparison.Ordinal)),
                Id
            )
        );
    }

    [Theory]
    [InlineData("Prefetch(10).Concurrency(16)", "Prefetch(16).Concurrency(16)")]
    [InlineData("Concurrency(16).Prefetch( count: 1 )", "Concurrency(16).Prefetch( count: 16 )")]
    public async Task A_prefetch_is_raised(string wrong, string right) =>
        Assert.Equal(
            Snippet.Program($"_ = pulse.Queue().{right}.{On}.RunAsync();"),
            await Editor.FixAsync(
                new SettingConflictFix(),
                Snippet.Program($"_ = pulse.Queue().{wrong}.{On}.RunAsync();"),
                Id
            )
        );

    [Fact]
    public async Task All_settings_of_a_file_are_mended_at_once() =>
        Assert.Equal(
            Snippet.Program(
                $"_ = pulse.Queue().AutoAcknowledge().{On}.RunAsync(); _ = pulse.Queue().Prefetch(8).Concurrency(8).{On}.RunAsync();"
            ),
            await Editor.FixAllAsync(
                new SettingConflictFix(),
                Snippet.Program(
                    $"_ = pulse.Queue().AutoAcknowledge().Retry(2).{On}.RunAsync(); _ = pulse.Queue().Prefetch(5).Concurrency(8).{On}.RunAsync();"
                ),
                Id
            )
        );

    [Theory]
    [InlineData($"var all = pulse.Queue().{On}.{Loop}; Console.WriteLine(all);")]
    [InlineData($"var all = pulse.Queue().OnFailed((d, e) => {{ }}).{Loop}; Console.WriteLine(all);")]
    [InlineData($"_ = pulse.Queue().{On}.Retry(3).Retry(2).AutoAcknowledge().RunAsync();")]
    [InlineData($"const int Few = 2; _ = pulse.Queue().{On}.Prefetch(Few).Concurrency(8).RunAsync();")]
    [InlineData($"var q = pulse.Queue().{On}.AutoAcknowledge(); q = q.Retry(3); _ = q.RunAsync();")]
    public async Task What_may_be_mended_in_several_ways_is_left_to_the_user(string statements) =>
        Assert.Empty(await Editor.OfferedAsync(new SettingConflictFix(), Snippet.Program(statements), Id));
}
