//! Other European languages in Latin letters, and a few more: what begins a question or a request, and grammar.
//! A word counts only together with others of the same language, so that `die`, `la` or `un` alone mean nothing.

/// One language's words.
pub struct Language {
    /// Question words, requests, greetings: what a sentence to a computer begins with.
    pub openers: &'static str,
    /// Articles, pronouns, prepositions, auxiliaries, and the commonest nouns.
    pub grammar: &'static str,
}

/// The languages; a word's place among them is a bit.
pub const LANGUAGES: [Language; 12] = [
    // German
    Language {
        openers: "
            wie was wer wo wann warum wieso weshalb welche welcher welches welchen wieviel wozu zeig zeige liste finde
            such suche lösche entferne erstelle erzeuge mach mache öffne schließe starte stoppe beende kopiere verschiebe
            benenne ändere ersetze packe entpacke komprimiere installiere aktualisiere lade sortiere zähle gib sag sage
            erkläre prüfe hilf bitte kannst kann könntest ist sind gibt hat habe ich mein meine der die das
            alle hallo danke",
        grammar: "
            der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine mit ohne von vom zu
            zum zur im in am an auf aus bei für über unter nach vor seit bis durch ich du er sie es wir ihr mir mich
            dir sich man ist sind war waren wird werden wurde hat haben habe kann können muss soll will möchte als
            wenn dass alle alles jede jeden jeder diese diesen diesem dieser dieses dies mein meine meinen meinem
            meiner aller wie was noch mehr viel viele hier nur auch so bitte datei dateien ordner verzeichnis größer
            kleiner älter neuer name namen inhalt rechner festplatte zeile zeilen prozess benutzt enthalten",
    },
    // French
    Language {
        openers: "
            comment quel quelle quels quelles qui que quoi où quand pourquoi combien est-ce qu'est-ce montre montre-moi
            montrer affiche affiche-moi afficher liste lister trouve trouver cherche chercher supprime supprimer efface
            crée créer fais faire ouvre ouvrir ferme copie copier déplace déplacer renomme renommer change changer
            remplace remplacer compresse décompresse installe installer arrête arrêter lance lancer donne donne-moi
            explique dis-moi aide aide-moi peux-tu pouvez-vous puis-je je j'ai mon ma mes le la les il y'a bonjour
            merci",
        grammar: "
            le la les l un une des du de d et ou mais ne pas avec sans par pour dans sur sous vers chez entre depuis
            avant après au aux en à je tu il elle on nous vous ils elles me moi te se ce cet cette ces mon ma mes ton ta
            tes son sa ses notre votre leur leurs est sont était suis ai as a avons ont être avoir fait peut peux dois
            tous toutes tout toute chaque qui que quoi dont où si plus moins très s'il plaît fichier fichiers dossier
            dossiers répertoire grand grands gros processus utilise taille nom ligne lignes contenu",
    },
    // Spanish
    Language {
        openers: "
            cómo como qué que quién quien cuál cual cuáles dónde donde cuándo cuando cuánto cuánta cuántos cuántas por
            muestra muéstrame mostrar lista listar enumera busca buscar encuentra borra borrar elimina eliminar crea
            crear haz hacer abre abrir cierra copia copiar mueve mover renombra cambia cambiar reemplaza comprime
            descomprime instala instalar actualiza reinicia detén inicia ejecuta dame dime explica ayuda ayúdame puedes
            puedo podrías hay es está mi mis el la los las quiero necesito hola gracias",
        grammar: "
            el la los las lo un una unos unas del de y e o u pero no con sin por para en sobre bajo entre desde hasta
            hacia al a yo tú él ella nosotros ellos me mi mis te se su sus este esta esto estos estas ese esa eso es son
            está están era fue ser estar hay ha he han tengo tiene puedo puede debe todos todas todo toda cada que qué
            quien si más menos muy favor archivo archivos carpeta carpetas directorio fichero ficheros grandes proceso
            usa usando tamaño nombre línea líneas contenido viejos ocultos mes disco",
    },
    // Portuguese
    Language {
        openers: "
            como qual quais quem onde quando quanto quantos quantas porque por que mostra mostre mostrar lista liste
            listar procura procure encontre encontra encontrar apaga apague exclua remova remover crie criar faça fazer
            abre abra copia copie mova mover renomeie mude troque substitua comprima descompacte instale instalar
            atualize reinicie pare inicie execute me diga explique ajuda ajude posso pode podes existe há está é meu
            minha os as eu quero preciso olá obrigado",
        grammar: "
            o a os as um uma uns umas do da dos das de e ou mas não com sem por pelo pela para em no na nos nas sobre
            sob entre desde até ao à aos às eu tu ele ela nós eles elas você me mim te se meu minha meus minhas seu sua
            seus suas este esta isto estes estas esse essa isso desta deste dessa desse é são está estão era foi ser
            estar há tem tenho pode posso deve todos todas todo toda cada que quem mais menos muito favor arquivo
            arquivos pasta pastas diretório ficheiro ficheiros ocultos grandes processo usando tamanho nome linha
            linhas porta vejo faço",
    },
    // Italian
    Language {
        openers: "
            come cosa che chi quale quali qual dove quando perché quanto quanti quanta quante mostra mostrami mostrare
            elenca elencami elencare trova trovare cerca cercare cancella elimina eliminare rimuovi crea creare fai
            fare apri chiudi copia copiare sposta spostare rinomina cambia sostituisci comprimi estrai scompatta
            installa installare aggiorna riavvia ferma avvia esegui dammi dimmi spiega spiegami aiuto aiutami puoi posso
            potresti c'è ci è il la lo le i gli vorrei voglio ciao grazie",
        grammar: "
            il lo la i gli le l un uno una del dello della dei degli delle di e ed o ma non con senza per da dal dalla
            dai in nel nella nei nelle su sul sulla tra fra verso a al allo alla ai alle io tu lui lei noi loro mi me ti
            si mio mia miei mie suo sua questo questa questi queste quello quella è sono era sei sta stanno essere
            avere ho ha hanno può posso deve tutti tutte tutto tutta ogni che chi se più meno molto favore file
            cartella cartelle directory grandi processo usa usando dimensione nome riga righe contenuto faccio",
    },
    // Dutch
    Language {
        openers: "
            hoe wat wie waar wanneer waarom welke welk hoeveel toon laat zoek vind verwijder wis maak open sluit kopieer
            verplaats hernoem wijzig verander vervang comprimeer installeer herstart stop start voer geef zeg vertel
            leg help kun kan kunt mag is zijn er ik mijn de het een alle graag hallo bedankt",
        grammar: "
            de het een en of maar niet geen met zonder van voor naar uit op in aan bij over onder tussen sinds tot door
            om te ik je jij hij zij ze wij we mij me mijn jouw zijn haar dit dat deze die is was waren wordt worden
            heeft heb hebben kan kunnen moet wil als dan alle alles elke iedere er hier meer minder groter kleiner
            ouder nog ook alleen bestand bestanden map mappen schijf grootste naam regel regels proces gebruikt",
    },
    // Polish
    Language {
        openers: "
            jak co kto gdzie kiedy dlaczego czemu który która które jaki jaka jakie ile czy pokaż wyświetl wypisz
            znajdź szukaj wyszukaj usuń skasuj utwórz stwórz zrób otwórz zamknij skopiuj przenieś zmień zamień
            spakuj rozpakuj zainstaluj zaktualizuj uruchom zatrzymaj daj podaj powiedz wyjaśnij pomóż mój moja moje
            chcę proszę cześć dziękuję",
        grammar: "
            w we z ze na do od o po za przez przed nad pod między dla bez i oraz lub albo ale nie się jest są był
            była było być mam ma mi mnie ja ty on ona my oni mój moja moje ten ta to te tym tej tego tych wszystkie
            wszystko każdy który która które jak co czy jeśli więcej mniej niż tylko też plik pliki plików katalog
            katalogu folder folderze większe starsze nazwa nazwy linie wierszy proces używa portu",
    },
    // Turkish
    Language {
        openers: "
            nasıl ne neden niçin nerede nereye hangi kim kaç bu tüm bütün bana lütfen dosya dosyaları klasör merhaba",
        grammar: "
            ve veya ile için bir bu şu o tüm bütün her hangi ne nasıl mi mı mu mü var yok daha çok en olan bana içinde
            göster listele sil bul aç kopyala taşı oluştur kur çalıştır açılır yapılır edilir dosya dosyası dosyaları
            dosyasını klasör klasörü klasördeki",
    },
    // Vietnamese
    Language {
        openers: "
            làm tại cách hãy tìm xóa xoá liệt hiển tạo sao chép di mở cài cho xin giúp bao có cái tôi các tất",
        grammar: "
            làm thế nào để là và hoặc không có của trong trên dưới với cho từ đến các những tất cả tôi này đó gì sao ai
            nào bao nhiêu thư mục tệp tập tin lớn nhất hơn bị được đang đã sẽ ra vào theo kê thị giải nén",
    },
    // Swedish, Danish and Norwegian
    Language {
        openers: "
            hur hva hvad vad hvordan hvilken hvilke vilken vilka hvor var hvorfor varför när vem hvem visa vis lista
            finn hitta slett slet ta fjern skapa lag opprett opret öppna åpne åbn kopiera kopier flytta flytt flyt byt
            installera installer kan jag jeg min mitt mine alla alle hej hei tack takk tak",
        grammar: "
            en ett et den det de och og eller men inte ikke ej med utan uten uden av af från fra til till i på om under
            over över mellan mellom för for som är er var har hade kan ska skal vill vil jag jeg du han hun hon vi meg
            mig min mitt mine denna denne detta dette dessa disse alla alle alt allt hver varje mer mindre än enn end
            fil filer mappe mapp mappen katalog katalogen största største störste namn navn",
    },
    // Czech and Slovak
    Language {
        openers: "
            jak jako co čo kdo kto kde kdy kedy proč prečo který ktorý která ktorá které kolik koľko zobraz ukaž vypiš
            najdi nájdi hledej smaž zmaž odstraň vytvoř vytvor otevři otvor zkopíruj skopíruj přesuň presuň přejmenuj
            premenuj změň zmeň rozbal zabal nainstaluj spusť zastav můžeš môžeš můj môj prosím ahoj děkuji ďakujem",
        grammar: "
            v ve vo z ze zo na do od o po za přes cez před pred nad pod mezi medzi pro pre bez a i nebo alebo ale ne nie
            se sa je jsou sú byl bol být byť mám má mi mě ma já ja ty on ona my ten ta to tento tato této tomto tejto
            všechny všetky vše každý který ktorý jak ako co čo pokud ak více viac než jen len soubor soubory souborů
            súbor súbory složka složce složky priečinok priečinku větší väčšie název řádky proces používá používa",
    },
    // Indonesian and Malay
    Language {
        openers: "
            bagaimana apa siapa dimana di mana kapan mengapa kenapa berapa tampilkan tunjukkan cari temukan hapus buat
            buka salin pindahkan ganti pasang jalankan tolong bisakah apakah saya semua daftar halo terima",
        grammar: "
            yang di ke dari dan atau tetapi tidak bukan dengan tanpa untuk pada dalam oleh saya kamu dia kami mereka ini
            itu adalah ada semua setiap lebih kurang dari paling cara berkas file folder direktori besar terbesar ukuran
            nama baris proses menggunakan sudah akan bisa",
    },
];
