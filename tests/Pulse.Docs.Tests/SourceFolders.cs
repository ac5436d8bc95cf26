using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pulse.Docs.Tests;

/// <summary>The folders of a project's sources, and which folder's types the code in each names.</summary>
internal sealed class SourceFolders
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Preview = new(LanguageVersion.Preview);

    private readonly string _root;
    private readonly HashSet<(string File, INamedTypeSymbol Type)> _uses = new();

    /// <param name="project">The project's folder, from the repository's root.</param>
    public SourceFolders(params string[] project)
    {
        _root = Repository.PathOf(project);
        var trees = Directory
            .EnumerateFiles(_root, "*.cs", SearchOption.AllDirectories)
            .Where(path =>
                Path.GetRelativePath(_root, path).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj")
            )
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Preview, path))
            .ToList();
        var compilation = CSharpCompilation.Create(
            "sources",
            [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings, Preview)],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        foreach (var tree in trees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var symbol = model.GetSymbolInfo(name).Symbol;
                if ((symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.OriginalDefinition is { } type)
                    _uses.Add((tree.FilePath, type));
            }
        }

        All = [.. trees.Select(tree => FolderOf(tree.FilePath)).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Every folder with code, by its path from the project's; the project's own is empty.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>Which folder names a type of which other one, with an example.</summary>
    public IEnumerable<(string From, string To, string Example)> Uses() =>
        from use in _uses
        where use.Type.DeclaringSyntaxReferences.Length > 0
        let @from = FolderOf(use.File)
        let to = FolderOf(use.Type.DeclaringSyntaxReferences[0].SyntaxTree.FilePath)
        where @from != to
        group $"{use.Type.Name} in {Path.GetFileName(use.File)}" by (@from, to) into examples
        select (examples.Key.@from, examples.Key.to, examples.First());

    /// <summary>The files that name types of an assembly.</summary>
    public IEnumerable<string> FilesThatName(string assembly) =>
        FilesThatName(type => type.ContainingAssembly?.Name == assembly);

    /// <summary>The files that name one of the project's types.</summary>
    public IEnumerable<string> FilesThatNameType(string name) =>
        FilesThatName(type => type.Name == name && type.DeclaringSyntaxReferences.Length > 0);

    private IEnumerable<string> FilesThatName(Func<INamedTypeSymbol, bool> isMeant) =>
        _uses
            .Where(use => isMeant(use.Type))
            .Select(use => Path.GetRelativePath(_root, use.File).Replace('\\', '/'))
            .Distinct()
            .Order(StringComparer.Ordinal);

    private string FolderOf(string file) =>
        Path.GetDirectoryName(Path.GetRelativePath(_root, file))!.Replace('\\', '/');

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Pulse.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
}
